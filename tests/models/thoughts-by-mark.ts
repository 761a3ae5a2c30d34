/** Answers with thoughts in the marks of many models: each has the answer "Honesty, care" once they are out. */
const thought = 'They ask. I value power.\nIs 2 < 3?';
const answer = 'Honesty, care';

/** Marks that a stream can take out as it comes. */
export const marked: [name: string, text: string][] = [
  ...[
    'think',
    'thinking',
    'thought',
    'reasoning',
    'scratchpad',
    'analysis',
    'THINK',
    'seed:think',
    'mm:think',
    'antThinking',
    'inner_monologue',
    'reflection',
  ].map((name): [string, string] => [`<${name}>`, `<${name}>${thought}</${name}>\n\n${answer}`]),
  [
    'a closing mark that the thought cites',
    `<think>${thought} I close with "</think>" (not \`</think>\`).</think>\n\n${answer}`,
  ],
  ['a quotation mark at the end of the thought', `<think>${thought} "Yes."</think>${answer}`],
  ['&lt;think&gt;', `&lt;think&gt;${thought}&lt;/think&gt;\n\n${answer}`],
  ['&lt;seed:think&gt;', `&lt;seed:think&gt;${thought}&lt;/seed:think&gt;${answer}`],
  ['< think >', `< think >${thought}</ think >${answer}`],
  ['<longcat_think>', `<longcat_think>${thought}</longcat_think>${answer}`],
  ['<思考>', `<思考>${thought}</思考>${answer}`],
  [
    'harmony with a form of the answer',
    `<|channel|>analysis<|message|>${thought}<|end|><|start|>assistant<|channel|>final <|constrain|>json<|message|>${answer}<|return|>`,
  ],
  ['a tag with attributes', `<think time="3">${thought}</think>${answer}`],
  ['[THINK]', `[THINK]${thought}[/THINK]\n${answer}`],
  ['◁think▷', `◁think▷${thought}◁/think▷${answer}`],
  [
    '<|START_THINKING|>',
    `<|START_THINKING|>${thought}<|END_THINKING|><|START_RESPONSE|>${answer}<|END_RESPONSE|>`,
  ],
  [
    '<|begin_of_thought|>',
    `<|begin_of_thought|>\n${thought}\n<|end_of_thought|>\n\n<|begin_of_solution|>${answer}<|end_of_solution|>`,
  ],
  ['<|inner_prefix|>', `<|inner_prefix|>${thought}<|inner_suffix|>${answer}`],
  [
    'harmony',
    `<|channel|>analysis<|message|>${thought}<|end|><|start|>assistant<|channel|>final<|message|>${answer}<|return|>`,
  ],
  [
    'harmony with commentary',
    `<|channel|>analysis<|message|>${thought}<|end|><|start|>assistant<|channel|>commentary to=functions.x<|message|>{}<|end|><|start|>assistant<|channel|>final<|message|>${answer}`,
  ],
  ['<|channel>thought', `<|channel>thought\n${thought}<channel|>${answer}`],
  ['<unused94>', `<unused94>thought\n${thought}<unused95>${answer}`],
  [
    '<details type="reasoning">',
    `<details type="reasoning" done="true">\n<summary>Thought for 3 seconds</summary>\n${thought}\n</details>\n\n${answer}`,
  ],
  [
    '<details> with a summary',
    `<details>\n<summary>Thinking</summary>\n${thought}\n</details>\n${answer}`,
  ],
  ['a fence', `\`\`\`thinking\n${thought}\n\`\`\`\n${answer}`],
  ['two thoughts', `<think>${thought}</think>\n<think>${thought}</think>\n${answer}`],
];

/** Marks that only the whole text shows. */
export const markedAtTheEnd: [name: string, text: string][] = [
  [
    'a closing mark spoken of, none opened',
    `${thought} I must write </think> first.\n</think>\n${answer}`,
  ],
  [
    'a closing mark cited, none opened',
    `${thought} I close with \`</think>\` here.\n</think>\n${answer}`,
  ],
  ['a closing tag alone', `${thought}\n</think>\n\n${answer}`],
  ['another closing tag alone', `${thought}\n</seed:think>\n\n${answer}`],
  ['an escaped closing tag alone', `${thought}\n&lt;/think&gt;\n\n${answer}`],
  ['[/THINK] alone', `${thought}[/THINK]${answer}`],
  ['harmony without its tokens', `analysis${thought}assistantfinal${answer}`],
  [
    'a process and a response',
    `Here is my thought process: ${thought}\nHere is my response: ${answer}`,
  ],
  ['headings in words', `**Thinking:** ${thought}\n\n**Answer:** ${answer}`],
  ['…done thinking', `Thinking...\n${thought}\n...done thinking.\n\n${answer}`],
];
