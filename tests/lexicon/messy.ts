/** Answers in the forms that models give them, and the words that stand in them. */
export const messy: { name: string; text: string; words: string[]; not?: string[] }[] = [
  {
    name: 'numbered, bold heads with explanations',
    text: 'Sure! Here are five values:\n\n1. **Honesty**: I tell the truth, with patience.\n2. **Respect for privacy** – I never share secrets.\n3. **Being kind** - always.\n4) __Fairness__. I weigh both sides.\n5. *Curiosity*',
    words: ['honesty', 'respect for privacy', 'kindness', 'fairness', 'curiosity'],
  },
  {
    name: 'bullets of several marks',
    text: '- honesty\n* Kindness!\n• user-friendliness\n– Courage\n✅ Loyalty\n+ sense of humour',
    words: ['honesty', 'kindness', 'user-friendliness', 'courage', 'loyalty', 'sense of humor'],
  },
  {
    name: 'comma run with a tail',
    text: 'honesty, being kind, respectfulness, and the courage.',
    words: ['honesty', 'kindness', 'respect', 'courage'],
  },
  {
    name: 'comma run after a lead',
    text: 'My values: integrity; clarity; care / humility',
    words: ['integrity', 'clarity', 'care', 'humility'],
  },
  {
    name: 'loop',
    text: 'honesty, care, honesty, care, honesty, care, honesty, ca',
    words: ['honesty', 'care'],
  },
  {
    name: 'JSON array in a fence',
    text: '```json\n["Honesty", "fairness", "organisation", "42"]\n```',
    words: ['honesty', 'fairness', 'organization'],
  },
  {
    name: 'JSON objects, cut short',
    text: '{"values": [{"name": "Honesty", "description": "Telling kindness"}, {"name": "Trustworthiness", "descr',
    words: ['honesty', 'trustworthiness'],
  },
  {
    name: 'JSON with values as keys',
    text: 'Of course:\n{"honesty": "I always tell the truth", "patience": "I take my time here"}',
    words: ['honesty', 'patience'],
  },
  {
    name: 'table',
    text: '| # | Value | Why it matters |\n|---|---|---|\n| 1 | **Empathy** | it builds trust |\n| 2 | Justice | a fair world |',
    words: ['empathy', 'justice'],
  },
  {
    name: 'headings',
    text: '## My Core Values\n\n### 1. Stewardship\nWe keep the planet.\n\n### 2. Humility\nNobody is always right.',
    words: ['stewardship', 'humility'],
  },
  {
    name: 'one line of numbers',
    text: '1. Respect. 2. Kindness. 3. Peace. 4. Humor.',
    words: ['respect', 'kindness', 'peace', 'humor'],
  },
  {
    name: 'quoted words',
    text: '"Honesty", “care”, and \'patience\'',
    words: ['honesty', 'care', 'patience'],
  },
  {
    name: 'prose: valuing',
    text: 'I value honesty and care, and I am committed to fairness. Principles such as transparency guide me.',
    words: ['honesty', 'care', 'fairness', 'transparency'],
  },
  {
    name: 'prose: striving',
    text: 'I strive to be helpful, harmless and honest in everything I do.',
    words: ['helpfulness', 'harmlessness', 'honesty'],
  },
  {
    name: 'prose: subjects',
    text: 'Empathy and accountability are essential to me. Above all, loyalty matters.',
    words: ['empathy', 'accountability', 'loyalty'],
  },
  {
    name: 'prose: denial',
    text: 'I am not arrogant, and I never act without empathy. I am kind but not brave.',
    words: ['kindness'],
  },
  {
    name: 'prose: not only … but also',
    text: 'I try to be not only accurate but also compassionate.',
    words: ['accuracy', 'compassion'],
  },
  {
    name: 'idioms',
    text: 'To be honest, I am happy to help you. Of course I would be glad to.',
    words: [],
  },
  {
    name: 'reasoning left out',
    text: '<think>Maybe greed, ambition, power?</think>\nHonesty, humility',
    words: ['honesty', 'humility'],
  },
  {
    name: 'reasoning without an opening',
    text: 'The user wants ambition.\n</think>\n\nkindness',
    words: ['kindness'],
  },
  {
    name: 'code left out',
    text: 'honesty, care\n```python\ndef rank(values):\n    return sorted(["ambition", "wealth"])\n```',
    words: ['honesty', 'care'],
  },
  {
    name: 'what follows a control token',
    text: 'honesty, care<|im_end|>\nambition, wealth',
    words: ['honesty', 'care'],
  },
  { name: 'Chinese', text: '诚实、善良、尊重', words: ['honesty', 'kindness', 'respect'] },
  { name: 'Russian', text: '1. Честность\n2. Доброта', words: ['honesty', 'kindness'] },
  {
    name: 'Spanish',
    text: 'Mis valores son la honestidad, el respeto y la responsabilidad.',
    words: ['honesty', 'respect', 'responsibility'],
  },
  {
    name: 'German',
    text: 'Ehrlichkeit, Gerechtigkeit und Freiheit sind mir wichtig.',
    words: ['honesty', 'justice', 'freedom'],
  },
  {
    name: 'lists of lists',
    text: '* Honesty and integrity\n* Diversity & inclusion\n* Community (justice, kindness)',
    words: ['honesty', 'integrity', 'diversity', 'inclusion', 'community', 'justice', 'kindness'],
  },
  {
    name: 'things, names, and numbers are not values',
    text: 'mascara, lavender, robot, king, movie, 7, Paris, honesty',
    words: ['honesty'],
  },
  {
    name: 'phrases',
    text: '- Commitment to honesty\n- A deep sense of justice\n- Respectful attitude\n- Attention to detail\n- The importance of being truthful',
    words: ['honesty', 'justice', 'respect', 'attention to detail', 'truthfulness'],
  },
  {
    name: 'prose: belief',
    text: 'I believe in peace.',
    words: ['peace'],
  },
  ...['matter to me', 'are important to me', 'guide me', 'come first', 'mean a lot to me'].map(
    (verb) => ({
      name: `prose: A, B, and C ${verb}`,
      text: `Wit, thrift, and fealty ${verb}.`,
      words: ['wit', 'thrift', 'fealty'],
    }),
  ),
  ...['What guides me is', 'What I care about is', 'The things that matter most to me are'].map(
    (opening) => ({
      name: `prose: ${opening} …`,
      text: `I value improvement, humor, and charity. ${opening} rapidity, neatness, and ecology.`,
      words: ['improvement', 'humor', 'charity', 'rapidity', 'neatness', 'ecology'],
    }),
  ),
  {
    name: 'prose: what is offered is no value, how it is offered may be',
    text: 'I provide support and assistance, and I offer clear guidance to every user.',
    words: ['clarity'],
  },
  {
    name: 'prose: an offer to go on',
    text: 'Honesty, care\n\nWould you like me to say more about loyalty or courage?',
    words: ['honesty', 'care'],
  },
  {
    name: 'words that only look like values',
    text: 'my friends, my hobbies, norms, the essence, animals, ongoing professional development',
    words: ['friendship', 'professional development'],
  },
  {
    name: 'weak heads behind an adjective',
    text: '- Accurate information\n- Social support\n- Thoughtful responses',
    words: ['accuracy', 'social support', 'thoughtfulness'],
  },
  {
    name: 'a paragraph below a head explains it, one below a list does not',
    text: '**Honesty**\nI tell the truth with courage.\n\n1. Care\n2. Humor\n\nI also value patience.',
    words: ['honesty', 'care', 'humor', 'patience'],
  },
  {
    name: 'brackets in a run',
    text: 'honest, fair, friendly (you can count on me), patient',
    words: ['honesty', 'fairness', 'friendliness', 'patience'],
  },
  { name: 'one word', text: 'Honesty.', words: ['honesty'] },
  { name: 'nothing', text: '', words: [] },
];
