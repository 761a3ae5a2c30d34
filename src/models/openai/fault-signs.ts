/** The signs by which faults are told apart: codes, status words, and sentences of endpoints. */
import { filterWords } from './filter-words.ts';

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
  | 'memory'
  | 'server'
  | 'refused';

export type Sign = {
  kind: FaultKind;
  /** Of a code, type, status word, or reason. */
  marks?: RegExp;
  /** Of the sentences. */
  words?: readonly RegExp[];
};

/** Codes that mean one thing. The first that matches counts. */
export const codes: readonly Sign[] = [
  {
    kind: 'filter',
    // 1301: Zhipu. 1026, 1027: MiniMax. 10013, 10014, 10019: Spark. 336104, 336503: Baidu.
    marks:
      /(?:content|risky)_(?:policy|filter|moderation|safety|security|risk|violation|audit|content)|contentfilter|policy_violation|moderation|sensitive|unsafe|inspection|prohibited_content|(?:text|content)_illegal|safety|responsible_ai|guardrail|censor|blocklist|risk_detect|flagged|recitation|infring|copyright|threat_detected|^refusal$|acceptable_use|^aup_|prompt_(?:attack|injection|blocked)|^1301$|^base_resp_102[67]$|^100(?:13|14|19)$|^336(?:104|503)$/,
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
      /insufficient_(?:\w+_)?(?:quota|balance|credits?|funds)|billing|arrear|overdue|usage_limit|payment_required|credit_(?:limit|exhausted|balance)|out_of_credit|no_credit|budget_exceeded|exceeded_(?:\w+_)?quota|quota_(?:exhausted|used)|free_tier_only|^1113$|per_?day/,
  },
  {
    kind: 'region',
    marks: /(?:unsupported|blocked|restricted)_(?:country|region|location)|region_not|geo_?block/,
  },
  {
    kind: 'permission',
    marks:
      /(?:key|team|user|organization)_model_access_denied|organization_restricted|(?:account|access|user|organization)_(?:deactivated|disabled|suspended|terminated|banned|locked)|(?:missing|insufficient|invalid)_(?:scope|permission)s?|terms_required|type_disabled|model_not_open|^1220$/,
  },
  {
    kind: 'length',
    // 1261: Zhipu.
    marks:
      /context_(?:length|window|size)|prompt_too_long|too_long$|failed_operation_token_limit|string_above_max_length|request_too_large|exceed_context|tokens?_limit_(?:exceeded|reached)|max_tokens_exceeded|length_exceed|^1261$/,
  },
  {
    kind: 'rate',
    // 1302, 1303, 1305: Zhipu.
    marks:
      /rate_?limit|too_many_requests|throttl|limit_(?:requests|burst)|requests?_limit|limit_exceeded_concurrent|capacity_exceeded|(?:rpm|tpm)_exceeded|^130[235]$/,
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
      /(?:invalid|incorrect|missing|expired|wrong)_(?:api_key|token|auth\w*|\w*_token|credentials?)|api_key_(?:invalid|expired|missing|not)|authentication|unauthenticated|^auth_failure(?!_unauthorized_operation)|token_expired|auth_error|account_not_found|login_fail/,
  },
  { kind: 'timeout', marks: /^(?:deadline_exceeded|timeout_error|request_timeout)$/ },
  {
    kind: 'server',
    marks:
      /overload|unavailable|server_busy|model_loading|no_capacity|insufficient_system_resource|bad_gateway/,
  },
];

/** Sentences. The first that matches counts. */
export const sentences: readonly Sign[] = [
  // Go's words for time that is over, which are none of a context's length.
  { kind: 'timeout', words: [/\bdeadline exceeded|timeout exceeded while/i] },
  {
    kind: 'credit',
    words: [
      /(?:per[- ]day|daily|weekly|monthly|per[- ]month)[^.]{0,40}(?:limit|quota|allocation)|\btotal (?:usage |spend\w* |credit |requests? )?(?:limit|quota|allocation)|(?:limit|quota)[^.]{0,40}(?:per[- ]day|daily|weekly|monthly|\/ ?(?:day|week|month))|usage limits? (?:(?:is|are|was|were|has been|have been) )?(?:reached|exceeded)|(?:reached|exceeded|hit) the (?:set|configured) (?:\w+ )*limit|spend\w* (?:cap|limit)|(?:reached|exceeded|hit) (?:your|the) (?:\w+ )*(?:usage|spend\w*) limits?/i,
    ],
  },
  {
    kind: 'rate',
    words: [
      /rate[- ]?limit|per[- ](?:minute|second|hour)\b|\b(?:rpm|tpm|rps)\b|qps|qpm\b|too many (?:concurrent )?requests|too many tokens[^.]{0,20}\bwait|too frequent|quota exceeded for (?:quota metric )?['"]?[\w.-]+\/|\/ ?(?:min|minute|second)\b|throttl|slow down|demasiadas (?:solicitudes|peticiones)|trop de requêtes|zu viele anfragen|muitas (?:solicitações|requisições)|слишком много запросов|リクエスト[^。]{0,6}(?:多すぎ|過多)|요청이 너무 많|concurren\w+ (?:limit|requests)|requests? (?:limit|list) (?:is |was |has been )?(?:exceeded|reached)|限流|频率|频繁|速率|并发|请求过多|访问量过大|负载已饱和/i,
    ],
  },
  {
    kind: 'credit',
    words: [
      /insufficient (?:\w+ )?(?:balance|credits?|funds|quota)|balance (?:is )?(?:too low|insufficient|not enough|negative|exhausted|not sufficient|below|zero|0\b)|\bquota (?:is |was )?(?:not enough|not sufficient|insufficient|too low)|unpaid|invoices? [^.]{0,20}(?:outstanding|past due)|failed payment|payment (?:has )?failed|subscription (?:has |is )?expired|payment method|(?:not|n['’]t) (?:have )?(?:enough|any|sufficient) (?:\w+ )?(?:credits?|balance|funds|quota)|(?:requires?|need) more credits|(?:out of|no|no more|run out of|used up|exhausted|depleted) (?:(?:your|all|the|available|remaining|monthly|free|prepaid) )*(?:credits?|funds|balance|quota)\b|(?:credits?|quota|funds|free tier|allocation|allowance|budget|spend\w* limit)\b[^.]{0,40}(?:used up|exhausted|depleted|run out|exceeded|reached|spent|expired)|exceeded (?:(?:your|the|its) )?(?:\w+ )*(?:quota|credits?|budget|spend\w* limit)|payment required|(?:over|exceeded) ?budget|out of (?:\w+ ){0,3}quota|(?:trial|free) quota|billing|can only afford|top[- ]?up|recharge|overdue|arrears|good standing|credit limit|purchase (?:more )?credits|(?:plan|tier|package|subscription)\b[^.]{0,20}\blimits?\b|saldo insuficiente|solde insuffisant|guthaben\b[^.]{0,20}(?:nicht|aufgebraucht)|недостаточно средств|(?:残高|クレジット)が?不足|잔액[^.]{0,6}부족|续费|套餐[^。]{0,6}(?:到期|过期)|余额不足|欠费|(?:额度|配额|资源包)[^。]{0,8}(?:不足|用完|耗尽|超)|用尽|充值/i,
    ],
  },
  {
    kind: 'permission',
    words: [
      /(?:account|organi[sz]ation|project|team|user)\b[^.]{0,40}(?:must be verified|not verified|(?:is|was|been|has been) (?:restricted|disabled|suspended|deactivated|banned|blocked|flagged|terminated|closed|locked|frozen))|access (?:is|was|has been) (?:terminated|revoked)|blocked by [^.]{0,20}\b(?:ip|network|firewall|egress)\b|data policy|privacy settings|(?:账户|账号|用户)[^。]{0,6}(?:禁用|封禁|冻结)/i,
    ],
  },
  {
    kind: 'filter',
    words: filterWords,
  },
  {
    kind: 'region',
    words: [
      /(?:countr(?:y|ies)|regions?|territor(?:y|ies)|location|jurisdiction|geograph\w*|your area)\b[^.]{0,60}(?:not (?:\w+ )?(?:supported|available|allowed|permitted|offered|served)|unsupported|unavailable|restricted|blocked|forbidden|prohibited|denied|banned)|(?:not (?:\w+ )?(?:supported|available|allowed|permitted|offered|served)|unsupported|unavailable|restricted|blocked|forbidden|prohibited)\b[^.]{0,40}(?:countr(?:y|ies)|regions?\b|territor(?:y|ies)|location|your area)|geograph\w* restriction|(?:所在|该|当前)(?:地区|区域)|国家或地区|お住まいの地域|(?:недоступ|не поддерж)\S*[^.]{0,40}стран|해당 (?:국가|지역)/i,
    ],
  },
  {
    // "Model request too large for system": the machine, and not the model's length.
    kind: 'memory',
    words: [
      /too large for (?:the |this )?(?:system|machine|gpu)|(?:requires?|needs?) (?:\w+ ){0,3}[\d.]+ ?[gmt]i?b\b/i,
    ],
  },
  {
    kind: 'length',
    words: [
      /context[ _]?(?:length|window|size|limit)|maximum (?:context|input|prompt|sequence|allowed) (?:length|tokens|size)|(?:prompt|input|request|message|body|conversation|text)s?\b[^.]{0,40}too (?:long|large|big)|too (?:many tokens|large for model)|(?:tokens?|context|length|characters)\b[^.]{0,60}(?:exceed|over the|(?:larger|greater) than(?! (?:or equal to )?(?:0|zero|1)\b))|exceed\w*[^.]{0,60}(?:\btokens?\b|context|\blength\b|characters)|must (?:have|be)? ?less than \d+ tokens|token limit|max_new_tokens. must be|reduce the length|window (?:holds|has|is|of) [\d,]+|range of input length|max(?:imum)? (?:input )?(?:length|characters)\b|max_tokens[^.]{0,40}too (?:large|big|high)|at most \d+ (?:\w+ )?tokens|max_(?:\w+_)?tokens\b[^.]{0,60}\bgot -\d|\bn_ctx|\bmax_(?:seq|model|input|total|context|position)\w*|(?:prompt|input|request|message|tokens?|sequence|conversation)\b[^.]{0,60}(?:n[o’']t fit|beyond|longer than|more than [\d,]+ (?:tokens|characters|words))|maximum allowed number of|too big compared to kv|(?:超过|超出|大于)[^。]{0,16}(?:长度|上下文|token|字数|窗口)|(?:token|字数|长度|上下文)[^。]{0,10}(?:超过|超出|超限|太多|过多)|过长|太长|超长|コンテキスト長|トークン数?[^。]{0,12}超|(?:컨텍스트|토큰)[^.]{0,12}초과|превы[^.]{0,30}(?:контекст|длин|токен)|слишком длин|zu lang|kontextlänge|trop long|demasiado larg|muito long|tokens?\b[^.]{0,30}\blimit (?:is|of) \d+/i,
    ],
  },
  {
    kind: 'auth',
    words: [
      /\b(?:invalid|incorrect|wrong|bad|expired|revoked|leaked|malformed|unknown|missing|no|empty|inactive) (?:(?:proxy|server|your|the|or) )*(?:(?:x-)?api[- _]?key|access[- _]?(?:key|token)|auth\w*(?: (?:token|header|key))?|bearer(?: token)?|credentials?|subscription key|(?:api|user|iam|server|id|jwt) ?token)|(?:invalid|incorrect|wrong|bad|expired|revoked|leaked) (?:key|token)\b(?!\s*['"`:(]| (?:in|for|of) )|(?:api[- _]?key|\btoken|credentials?|authorization)\b[^.]{0,30}(?:invalid|incorrect|expired|revoked|leaked|not valid|is not set|not found|disabled|missing|is required|not accepted|not recognized|could not be verified|fail)|authentication (?:error|fail\w*|required|is required)|auth\w* fails?\b|(?:unable to|failed to|(?:could|can) ?not) authenticate|signature\b[^.]{0,40}not match|unauthorized|unauthenticated|login fail|not authenticated|\bauthorization\b[^.]{0,30}\b(?:header|bearer)\b|clave\b[^.]{0,20}(?:no válida|inválida)|clé [^.]{0,20}(?:invalide|non valide)|schlüssel\b[^.]{0,20}(?:ungültig|abgelaufen)|chave\b[^.]{0,20}inválida|(?:неверн|недействит)\S* (?:\S+ )?(?:ключ|токен)|(?:キー|トークン)[^。]{0,8}(?:無効|不正)|(?:키|토큰)[^.]{0,10}(?:유효하지|만료|잘못)|유효하지 않은[^.]{0,8}(?:키|토큰)|(?:key|密钥|令牌|token) ?[^。]{0,6}(?:无效|过期|失效|错误|不正确)|无效的令牌|令牌已?(?:过期|失效)|身份验证|验证不正确/i,
    ],
  },
  {
    kind: 'address',
    words: [
      /unexpected endpoint or method|no route (?:matched|for|found)|^file not found\.?$|unknown request url|cannot (?:post|get) \/|invalid url(?: \(|$)|^resource not found\.?$/i,
    ],
  },
  {
    kind: 'model',
    words: [
      /\bmodel\b[^.]{0,80}(?:not (?:found|exist\b)|does(?: not|n['’]t) exist|decommissioned|(?:has been|is) (?:removed|retired|deprecated|discontinued)|has been shut|not a valid|not loaded|no longer)|\bmodel (?:identifier|name|id)\b[^.]{0,40}invalid|invalid model|(?:(?:not|n['’]t|unable to|failed to) (?:find|locate|resolve)|not found)\b[^.]{0,30}\bmodel|\b(?:supported|allowed|available|valid)\b[^.]{0,20}\bmodels?(?: names?| ids?)?(?: are\b|:)|\bonly\b[^.]{1,200}\ballowed\b(?! (?:for|with|by|in) )[^.]{0,20}\bmodel|llm provider not provided|on-demand throughput|(?:no such|unknown|invalid|unsupported|unrecogni[sz]ed) model|\bmodel\b(?!.*(?:temporar|try again|right now|at the moment|retry|busy|overload|region|countr))[^.]{0,60}\b(?:not|isn['’]t|never|no longer) (?:\w+ )?(?:available|deployed|served|hosted|offered)|\bmodel\b[^.]{0,60}\b(?:sunset|end of life|shut down|turned off)|\bmodel\s+\S+\s+is not (?:supported|available)|no (?:models? (?:(?:is|are) )?(?:currently )?loaded|endpoints? found|available channels?)|not a valid model|deployment\b[^.]{0,60}not (?:exist|found)|(?<!套餐[^。]{0,8})(?:不支持|未知|无效)(?:的|该|此)?模型|模型[^。]{0,20}(?:不存在|未找到|未部署|已下线)|无可用渠道|モデル[^。]{0,20}(?:見つかりません|存在しません)|모델[^.]{0,20}(?:찾을 수 없|존재하지)|\bmodell\b[^.]{0,40}(?:nicht gefunden|existiert nicht)|modèle\b[^.]{0,40}(?:introuvable|n['’]existe pas)|modelo\b[^.]{0,40}(?:no (?:existe|encontrado)|não (?:existe|encontrado))|модель[^.]{0,40}не (?:найдена|существует)/i,
    ],
  },
  {
    kind: 'permission',
    words: [
      /permission|not (?:allowed|authori[sz]ed|permitted|entitled) (?:to|for)|(?:no|not have|n['’]t have|without|denied) access|access (?:is )?(?:denied|forbidden)|access to (?:this|the) model|allow[- ]?list|whitelist|firewall|virtual network|\bip\b[^.]{0,30}(?:not allowed|blocked|denied)|gated|套餐[^。]{0,8}(?:不支持|未包含)|升级套餐|(?:fill (?:in|out)|submit|accept|agree to|sign|complete)\b[^.]{0,60}\b(?:form|terms|licen[cs]e|agreement|eula)\b|未开通|无权|没有权限|权限不足/i,
    ],
  },
  {
    // One that asks to wait is busy and no more.
    kind: 'memory',
    words: [
      /^(?!.*(?:try again|retry|temporar)).*(?:out of (?:\w+ )?memory|outofmemory|\boom\b|alloc_failed|(?:not enough|insufficient|more)(?: \w+)? (?:memory|vram)|no available memory|unable to allocate|failed to allocate|bad_alloc|insufficient system resources|显存不足|内存不足)/is,
    ],
  },
  {
    kind: 'server',
    words: [
      /overloaded|\bmodel\b[^.]{0,80}(?:loading|not ready|starting)|loading model|temporarily (?:unavailable|overloaded)|service unavailable|no healthy upstream|upstream (?:connect|request|server)|upstream\b[^.]{0,40}\b(?:malformed|invalid|bad|unexpected|empty|no) (?:data|response|answer|reply|json)|connection (?:was )?(?:refused|reset)|\b(?:model|worker|runner|engine|process)\b[^.]{0,40}\b(?:died|crashed|exited|unloaded)|system is too busy|服务繁忙|系统繁忙/i,
    ],
  },
  // Templates of local servers, with status 500.
  {
    kind: 'refused',
    words: [
      /conversation roles|roles are supported|chat[ _]template|jinja|system role not supported/i,
    ],
  },
];

/** Meaning of a status word without a more specific sentence. */
export const lastCodes: readonly Sign[] = [
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

/** Codes that call the request wrong, which count where the HTTP status says nothing, or only that something failed. */
export const ownFault: readonly Sign[] = [
  {
    kind: 'refused',
    marks:
      /^(?:invalid_(?:request\w*|argument|param\w*)|bad_request\w*|validation_(?:error|exception)|unprocessable_entity|base_resp_2013)$/,
  },
];
