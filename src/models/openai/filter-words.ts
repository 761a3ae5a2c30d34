/** What endpoints say when a content filter took a text, in the languages in which they say it. */

/** Any of these in a sentence says so. */
export const filterWords: readonly RegExp[] = [
  // What the text is called.
  /(?:inappropriate|harmful|disallowed|unsafe|sensitive|illegal) (?:\w+ )?(?:content|words?|text|information|prompt|input)/i,
  /(?:input|output|text|prompt|content|new)[_ ](?:is |contains )?sensitive(?! to\b)/i,
  /(?:content|input|prompt|query|question|text|message|output|response|answer|it)s?\b[^.]{0,40}\b(?:is|are|be|as|contains?|includes?|considered|involv\w+)\b[^.]{0,20}(?<!case[- ])(?:sensitive(?! to\b)|related to self-harm|offensive|toxic|inappropriate|harmful|unsafe|violent|abusive|hateful|obscene|objectionable)/i,
  /(?:offensive|hate|hateful|abusive|violent|vulgar) (?:language|speech)/i,
  // Words and topics.
  /(?:keyword|word|topic|phrase|subject)s? (?:(?:is|are|was) )?(?:banned|blocked|prohibited|forbidden|not allowed)/i,
  /(?:banned|blocked|prohibited|forbidden|disallowed|sensitive|restricted) (?:key)?(?:word|topic|phrase|term|subject)s?\b/i,
  // What was done with it.
  /(?:input|prompt|request|text|message|content|output|response)s?\b[^.]{0,30}(?:was|were|been|is|are|got) (?:flagged|moderated|censored)/i,
  /content (?:is |was |that is )?(?:not allowed|illegal|prohibited|forbidden)/i,
  /blocked (?:input|output|prompt|content|response|message)|\bblocked: \w/i,
  /(?:prompt|input|request|response|output|content)\b[^.]{0,20}blocked/i,
  /blocked (?:due to|because of|by|for)[^.]{0,20}(?:safety|content|prohibited|polic|moderation|recitation|blocklist)/i,
  /\b(?:classified|categori[sz]ed|identified|detected|recogni[sz]ed|judged|rated|deemed|found) (?:as |to be )?[^.]{0,30}(?:self[- ]harm|hate|violen|sexual|harm|unsafe|toxic|illicit|abus|inappropriate)/i,
  /(?:content|prompt|input|output|text|safety) (?:screening|vetting|scan(?:ning)?)\b/i,
  // Rules.
  /acceptable use|(?:declin|refus|reject)\w*\b[^.]{0,60}\b(?:content|safety|usage|community|ethic\w*)\b[^.]{0,20}(?:polic|guideline|rule|reason|standard)/i,
  /content[- _]?(?:management|filter\w*|polic\w+|moderation|safety)|content exists risk/i,
  /considered high[- ]risk|against (?:our|the) (?:\w+ )*(?:polic|guideline|terms)/i,
  /(?:due to|for) (?:\w+ )?(?:content|safety|usage) (?:polic|reason|violation)/i,
  /(?:safety|security|compliance) (?:risk|violation)|risky content|risk control|block[- ]?list/i,
  /violat\w+ [^.]{0,40}(?:polic|guideline|guardrail|terms of (?:use|service)|(?:our|the|community|usage|content|safety) (?:\w+ )?(?:rules|standards))/i,
  /usage polic/i,
  /safety[ _](?:system|filter|check|settings|reasons?|polic|violation|classifier|guard)/i,
  /ethic(?:s|al) (?:filter|reason|polic|ground)/i,
  // Names of filters, and what they look for.
  /requires moderation|prohibited[_ ]content|unsafe or|data_?inspection_?failed/i,
  /prompt injection|(?:content|safety) check\b|\bmoderation\b|toxicity|nsfw|profanity/i,
  /(?:threat|attack|malicious \w+)s? (?:was |were |has been )?(?:detected|found)|copyright|\bipr\b|intellectual property/i,
  /guardrail|responsible ai|jailbreak|not (?:considered )?safe\b/i,
  /(?:llama|prompt|shield) ?guard|guard (?:model )?(?:flagged|blocked)|\bpii\b|\bdlp\b|data loss prevention/i,
  // Chinese and Japanese.
  /敏感|不当言论|违规|違規|違反|內容審核|内容安全|安全(?:检测|检查|审核)|违法|色情|不良信息|不安全|审核|内容风险|风控|违禁|不合规|不当内容|有害/i,
  /コンテンツ(?:フィルタ|ポリシー)|不適切/i,
  // Russian, Korean, Arabic, Hindi.
  /부적절|콘텐츠 정책|соображениям этики|модераци|запрещ[её]нн\S* (?:тем|контент|содерж|слов)/i,
  /недопустим\S* (?:контент|содерж)|유해|정책 위반|민감한|안전 정책|سياسة السلامة|محتوى (?:غير|محظور)/i,
  /आपत्तिजनक/i,
  // French, Spanish, Portuguese, Italian, German.
  /filtre de (?:contenu|sécurité)|contenu (?:inappropri|bloqu|sensible|interdit|offensant)/i,
  /mod[ée]ra(?:tion|ci[oó]n|[cç][aã]o)\b|moderazione/i,
  /contenido (?:inapropiad|bloquead|sensible|ofensiv|dañin)/i,
  /conteúdo (?:inadequad|bloquead|sensível|ofensiv|impróprio)/i,
  /contenut\S* (?:inappropriat|bloccat|offensiv)/i,
  /(?:politique|política|politica)s?\b[^.]{0,20}(?:conten|conteú|uso|utilis)|unangemessen/i,
  /anstößig|(?:verstößt|verstoß|verletzt)[^.]{0,30}(?:richtlinie|regel)|enfreint/i,
  /infring\S* nuestras|(?:infringe|viola) (?:as|nossas)|(?:inhalts|sicherheits)filter/i,
  /inhaltsrichtlinie/i,
];
