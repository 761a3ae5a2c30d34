/**
 * The kind of fault by an endpoint's words. Codes and sentences take precedence over the HTTP status, which
 * providers choose freely: a filtered prompt comes with 400, 403, 451, or 500, used-up credit with 400, 402, 403, or 429.
 */
import type { Said } from './said.ts';

export type FaultKind =
  | 'filter'
  | 'credit'
  | 'region'
  | 'permission'
  | 'page'
  | 'auth'
  | 'length'
  | 'rate'
  | 'model'
  | 'address'
  | 'moved'
  | 'proxy'
  | 'timeout'
  | 'unready'
  | 'server'
  | 'refused';

type Sign = {
  kind: FaultKind;
  /** Of a code, type, status word, or reason. */
  marks?: RegExp;
  /** Of the sentences. */
  words?: RegExp;
};

/** Codes that mean one thing. The first that matches counts. */
const codes: readonly Sign[] = [
  {
    kind: 'filter',
    // 1301: Zhipu. 1026, 1027: MiniMax. 10013, 10014, 10019: Spark.
    marks:
      /content_(?:policy|filter|moderation|safety)|contentfilter|moderation|sensitive|inspection|prohibited_content|safety|responsible_ai|guardrail|censor|blocklist|risk_detect|flagged|recitation|^1301$|^base_resp_102[67]$|^100(?:13|14|19)$/,
  },
  {
    kind: 'refused',
    marks:
      /extra_forbidden|(?:unknown|unsupported|unexpected|unrecognized)_(?:param\w*|field|argument|key)$/,
  },
  // As MiniMax and SiliconFlow number them, before what others mean by the same numbers.
  { kind: 'credit', marks: /^base_resp_(?:1008|2056)$|^30001$/ },
  { kind: 'auth', marks: /^base_resp_(?:1004|2049)$/ },
  { kind: 'rate', marks: /^base_resp_(?:1002|1039|1041)$/ },
  { kind: 'server', marks: /^base_resp_(?:1000|1001|1013|1024|1033)$/ },
  {
    kind: 'credit',
    // 1113: Zhipu.
    marks:
      /insufficient_(?:\w+_)?(?:quota|balance|credits?|funds)|billing|arrearage|overdue|payment_required|credit_(?:limit|exhausted|balance)|out_of_credit|no_credit|budget_exceeded|exceeded_(?:\w+_)?quota|quota_(?:exhausted|used)|free_tier_only|^1113$|per_?day/,
  },
  {
    kind: 'region',
    marks: /(?:unsupported|blocked|restricted)_(?:country|region|location)|region_not|geo_?block/,
  },
  {
    kind: 'permission',
    marks:
      /(?:key|team|user|organization)_model_access_denied|organization_restricted|account_(?:deactivated|disabled|suspended)|(?:missing|insufficient|invalid)_(?:scope|permission)s?|terms_required|type_disabled|model_not_open|^1220$/,
  },
  {
    kind: 'length',
    // 1261: Zhipu.
    marks:
      /context_(?:length|window|size)|prompt_too_long|too_long$|string_above_max_length|request_too_large|exceed_context|tokens?_limit_(?:exceeded|reached)|max_tokens_exceeded|length_exceed|^1261$/,
  },
  {
    kind: 'rate',
    // 1302, 1303, 1305: Zhipu.
    marks:
      /rate_?limit|too_many_requests|throttl|limit_(?:requests|burst)|requests_limit|capacity_exceeded|(?:rpm|tpm)_exceeded|^130[235]$/,
  },
  {
    kind: 'model',
    // 1211: Zhipu. 20012: SiliconFlow.
    marks:
      /model_(?:not_(?:found|exist|available|supported)|decommissioned|deprecated)|(?:no_such|unknown|invalid)_model|deployment_not_found|invalid_endpoint_or_model|^1211$|^20012$/,
  },
  {
    kind: 'auth',
    marks:
      /(?:invalid|incorrect|missing|expired|wrong)_(?:api_key|token|auth\w*|\w*_token|credentials?)|api_key_(?:invalid|expired|missing|not)|authentication|unauthenticated|token_expired|auth_error|account_not_found|login_fail/,
  },
  { kind: 'timeout', marks: /^(?:deadline_exceeded|timeout_error|request_timeout)$/ },
  {
    kind: 'server',
    marks:
      /overload|unavailable|server_busy|model_loading|no_capacity|insufficient_system_resource|bad_gateway/,
  },
];

/** Sentences. The first that matches counts. */
const sentences: readonly Sign[] = [
  {
    kind: 'credit',
    words:
      /(?:per[- ]day|daily|weekly|monthly|per[- ]month)[^.]{0,40}(?:limit|quota|allocation)|(?:limit|quota)[^.]{0,40}(?:per[- ]day|daily|weekly|monthly)|usage limit (?:reached|exceeded)|(?:reached|exceeded|hit) (?:your|the) (?:\w+ )*(?:usage|spend\w*) limits?/i,
  },
  {
    kind: 'rate',
    words:
      /rate[- ]?limit|per[- ](?:minute|second|hour)\b|\b(?:rpm|tpm|rps)\b|too many (?:concurrent )?requests|throttl|slow down|concurren\w+ (?:limit|requests)|requests? (?:limit|list) exceeded|限流|频率|请求过多|访问量过大|负载已饱和/i,
  },
  {
    kind: 'credit',
    words:
      /insufficient (?:\w+ )?(?:balance|credits?|funds|quota)|balance (?:is )?(?:too low|insufficient|not enough|negative|exhausted|not sufficient|below|zero|0\b)|unpaid|subscription (?:has |is )?expired|payment method|(?:not|n['’]t) (?:have )?(?:enough|any|sufficient) (?:\w+ )?(?:credits?|balance|funds|quota)|(?:requires?|need) more credits|(?:out of|no|no more|run out of|used up|exhausted|depleted) (?:(?:your|all|the|available|remaining|monthly|free|prepaid) )*(?:credits?|funds|balance|quota)\b|(?:credits?|quota|funds|free tier|allocation|budget|spend\w* limit)\b[^.]{0,40}(?:used up|exhausted|depleted|run out|exceeded|reached|spent|expired)|exceeded (?:(?:your|the|its) )?(?:\w+ )*(?:quota|credits?|budget|spend\w* limit)|payment required|billing|can only afford|top[- ]?up|recharge|overdue|arrears|good standing|credit limit|purchase (?:more )?credits|余额不足|欠费|额度不足|用尽|充值/i,
  },
  {
    kind: 'permission',
    words:
      /(?:account|organi[sz]ation|project|team|user)\b[^.]{0,40}(?:must be verified|not verified|(?:is|was|been|has been) (?:restricted|disabled|suspended|deactivated|banned|blocked|flagged))/i,
  },
  {
    kind: 'filter',
    words:
      /content[- _]?(?:management|filter\w*|polic\w+|moderation|safety)|(?:input|prompt|request|text|message|content|output|response)s?\b[^.]{0,30}(?:was|were|been|is|are|got) (?:flagged|moderated|censored)|requires moderation|content exists risk|considered high[- ]risk|prohibited[_ ]content|(?:inappropriate|harmful|disallowed|unsafe|sensitive|illegal) (?:\w+ )?(?:content|words?|text|information|prompt|input)|unsafe or|(?:input|output|text|prompt|content|new)[_ ](?:is |contains )?sensitive|data_?inspection_?failed|against (?:our|the) (?:\w+ )*(?:polic|guideline|terms)|(?:due to|for) (?:\w+ )?(?:content|safety|usage) (?:polic|reason|violation)|content (?:is |was )?not allowed|\bmoderation\b|toxicity|nsfw|profanity|risk control|violat\w+ [^.]{0,40}(?:polic|guideline|guardrail)|guardrail|usage polic|safety[ _](?:system|filter|check|settings|reasons?|polic|violation|classifier|guard)|(?:prompt|input|request|response|output|content)\b[^.]{0,20}blocked|blocked (?:due to|because of|by|for)[^.]{0,20}(?:safety|content|prohibited|polic|moderation|recitation|blocklist)|responsible ai|jailbreak|not (?:considered )?safe\b|(?:llama|prompt|shield) ?guard|ethic(?:s|al) (?:filter|reason|polic|ground)|\bpii\b|\bdlp\b|data loss prevention|敏感|违规|不安全|审核|内容风险|风控|违禁|不合规|不当内容|有害|コンテンツ(?:フィルタ|ポリシー)|不適切|부적절|콘텐츠 정책|соображениям этики|модераци|недопустим\S* (?:контент|содерж)|filtre de contenu|contenu (?:inappropri|bloqu)|contenido (?:inapropiad|bloquead)|conteúdo (?:inadequad|bloquead)|unangemessen|inhaltsfilter/i,
  },
  {
    kind: 'region',
    words:
      /(?:country|region|territory|location|jurisdiction|geograph\w*|your area)\b[^.]{0,60}(?:not (?:\w+ )?(?:supported|available|allowed|permitted|offered|served)|unsupported|unavailable|restricted|blocked|forbidden|prohibited|denied|banned)|(?:not (?:\w+ )?(?:supported|available|allowed|permitted|offered|served)|unsupported|unavailable|restricted|blocked|forbidden|prohibited)\b[^.]{0,40}(?:country|region\b|territory|location|your area)|geograph\w* restriction|所在地区|国家或地区|お住まいの地域|(?:недоступ|не поддерж)\S*[^.]{0,40}стран|해당 (?:국가|지역)/i,
  },
  {
    kind: 'length',
    words:
      /context[ _]?(?:length|window|size|limit)|maximum (?:context|input|prompt|sequence|allowed) (?:length|tokens|size)|(?:prompt|input|request|message|body|conversation|text)s?\b[^.]{0,40}too (?:long|large|big)|too (?:many tokens|large for model)|(?:tokens?|context|length|characters)\b[^.]{0,60}(?:exceed|over the|larger than|greater than)|exceed\w*[^.]{0,60}(?:\btokens?\b|context|\blength\b|characters)|must (?:have|be)? ?less than \d+ tokens|token limit|max_new_tokens. must be|reduce the length|range of input length|超过(?:最大)?(?:长度|上下文)|过长/i,
  },
  {
    kind: 'auth',
    words:
      /\b(?:invalid|incorrect|wrong|bad|expired|revoked|leaked|malformed|unknown|missing|no|empty|inactive) (?:(?:proxy|server|your|the|or) )*(?:(?:x-)?api[- _]?key|access[- _]?(?:key|token)|auth\w*(?: (?:token|header|key))?|bearer(?: token)?|credentials?|subscription key|(?:api|user|iam|server|id|jwt) ?token)|(?:invalid|incorrect|wrong|bad|expired|revoked|leaked) (?:key|token)\b(?!\s*['"`:(]| (?:in|for|of) )|(?:api[- _]?key|\btoken|credentials?|authorization)\b[^.]{0,30}(?:invalid|incorrect|expired|revoked|leaked|not valid|is not set|not found|disabled|missing|is required|not accepted|not recognized|could not be verified|fail)|authentication (?:error|fail\w*|required|is required)|auth\w* fails?\b|unauthorized|unauthenticated|login fail|not authenticated|无效的令牌|令牌已?(?:过期|失效)|身份验证|验证不正确/i,
  },
  {
    kind: 'permission',
    words:
      /permission|not (?:allowed|authori[sz]ed|permitted|entitled) (?:to|for)|(?:no|not have|n['’]t have|without|denied) access|access (?:is )?(?:denied|forbidden)|access to (?:this|the) model|allow[- ]?list|whitelist|firewall|virtual network|\bip\b[^.]{0,30}(?:not allowed|blocked|denied)|gated|未开通|无权|没有权限|权限不足/i,
  },
  {
    kind: 'model',
    words:
      /\bmodel\b[^.]{0,80}(?:not (?:found|exist\b)|does(?: not|n['’]t) exist|decommissioned|has been (?:removed|retired|deprecated)|not a valid|not loaded|no longer)|(?:no such|unknown|invalid|unsupported) model|\bmodel\s+\S+\s+is not (?:supported|available)|no (?:models? loaded|endpoints? found|available channels?)|not a valid model|deployment\b[^.]{0,60}not (?:exist|found)|模型不存在|无可用渠道/i,
  },
  { kind: 'address', words: /unexpected endpoint or method|no route matched|unknown request url/i },
  {
    kind: 'server',
    words:
      /overloaded|\bmodel\b[^.]{0,80}(?:loading|not ready|starting)|loading model|temporarily (?:unavailable|overloaded)|service unavailable|out of memory|no healthy upstream|upstream (?:connect|request|server)|connection (?:was )?(?:refused|reset)|worker (?:process )?(?:died|crashed|exited)|system is too busy|服务繁忙|系统繁忙/i,
  },
];

/** Meaning of a status word without a more specific sentence. */
const lastCodes: readonly Sign[] = [
  // 1000 to 1004: Zhipu, with status 401.
  { kind: 'auth', marks: /unauthorized(?!_operation)|^auth_error$|^100[0-4]$/ },
  {
    kind: 'permission',
    marks:
      /permission|access_denied|(?:not|un)_?authorized_operation|not_authorized|(?:^|request_)forbidden$|not_entitled/,
  },
  { kind: 'rate', marks: /resource_exhausted|quota_exceeded|^limit_exceeded$/ },
  { kind: 'model', marks: /^(?:not_found|not_found_error|resource_does_not_exist)$/ },
];

/** The walls that take a program for a browser, or for an attack. */
const challenge =
  /just a moment|attention required|you have been blocked|checking your browser|verify(?:ing)? you are (?:a )?human|captcha|access denied|request blocked|could not be satisfied|security check|error code: 10\d\d/i;

/** `status` is that of HTTP, null inside an answer that began with 200. `texts` is what was sent, which an error may repeat. */
export function kindOfFault(
  said: Said,
  status: number | null,
  texts: readonly string[] = [],
): FaultKind {
  const words = withoutSent(said.messages, texts);
  const told = status !== null && status !== 200 ? status : said.status;
  if (said.page !== null) return kindOfPage(said.page, told);
  if (/^error code: 10\d\d$/i.test(words)) return told === 429 ? 'rate' : 'page';
  const kind =
    matching(codes, said.marks, '') ??
    matching(sentences, [], words) ??
    matching(lastCodes, said.marks, '') ??
    kindOfStatus(told, words);
  // Google says "quota" for a minute's limit too, and how long to wait.
  const passing = said.wait !== null && said.wait <= 600 && told === 429;
  return kind === 'credit' && passing && !said.marks.some(isUsedUp) ? 'rate' : kind;
}

const isUsedUp = (mark: string): boolean => /insufficient|billing|per_?day/.test(mark);

function matching(
  signs: readonly Sign[],
  marks: readonly string[],
  words: string,
): FaultKind | null {
  for (const sign of signs) {
    if (sign.marks && marks.some((mark) => sign.marks!.test(mark))) return sign.kind;
    if (sign.words?.test(words)) return sign.kind;
  }
  return null;
}

/** The sentences without the request's text: a prompt about harm is not a sign of a filter. */
function withoutSent(messages: readonly string[], texts: readonly string[]): string {
  let words = messages.join(' · ');
  for (const text of texts) if (text.trim().length >= 6) words = words.replaceAll(text.trim(), '…');
  return words;
}

/** A page tells its title and its status; where it stands in the way of an answer it is one of its own kind. */
function kindOfPage(title: string, status: number | null): FaultKind {
  if (challenge.test(title)) return 'page';
  const kind = kindOfStatus(status, '');
  if (kind === 'model') return 'address';
  return kind === 'refused' || status === 403 ? 'page' : kind;
}

/** For unknown messages. */
function kindOfStatus(status: number | null, words: string): FaultKind {
  if (status === null) return 'server';
  if (status >= 300 && status < 400) return 'moved';
  if (status === 401) return 'auth';
  if (status === 402) return 'credit';
  if (status === 403) return /\p{L}/u.test(bareOf(words)) ? 'permission' : 'auth';
  if (status === 404 || status === 410) return isBareAbsence(words) ? 'address' : 'model';
  if (status === 405) return 'address';
  if (status === 407) return 'proxy';
  if (status === 408) return 'timeout';
  if (status === 409 || status === 425) return 'unready';
  if (status === 413 || status === 414) return 'length';
  if (status === 429) return 'rate';
  if (status === 451) return 'region';
  return status >= 500 ? 'server' : 'refused';
}

/** The words without those that only repeat the status. */
function bareOf(words: string): string {
  return words.replace(/forbidden|http|error|status|code|request failed/gi, '');
}

/** FastAPI's and Go's words for an unknown path. */
function isBareAbsence(words: string): boolean {
  return /^(?:404 )?(?:page |path |url )?not found\.?$/i.test(words.trim());
}
