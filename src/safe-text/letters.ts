/** The letters and digits of a name, in small: "Self_Direction" is "self-direction". */
export function lettersOf(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');
}
