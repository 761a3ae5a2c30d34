/** Which program answers at an address, told by its list of models and its headers. */
export type ServerKind = 'ollama' | 'lmstudio' | 'vllm' | 'llamacpp' | 'tgi' | 'serve';

type Entry = { id: string; owned_by?: string | null | undefined };

/** Owners that only one program writes into its list of models. */
const owners: Readonly<Record<string, ServerKind>> = {
  library: 'ollama',
  organization_owner: 'lmstudio',
  'organization-owner': 'lmstudio',
  vllm: 'vllm',
  llamacpp: 'llamacpp',
  valuelex: 'serve',
};

/** Null for an endpoint that cannot be told, which is most that are not on this machine. */
export function serverKindOf(entries: readonly Entry[], headers: Headers): ServerKind | null {
  if (/llama\.cpp/i.test(headers.get('server') ?? '')) return 'llamacpp';
  for (const { owned_by } of entries) {
    const kind = owners[owned_by ?? ''];
    if (kind) return kind;
  }
  // TGI serves one model, which it says to be its own owner.
  const [only] = entries;
  return entries.length === 1 && only?.owned_by === only?.id ? 'tgi' : null;
}
