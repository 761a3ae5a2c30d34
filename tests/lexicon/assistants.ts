/**
 * Answers in the styles of large assistants, written for this test, and the values that they name:
 * what heads an item or is said to be valued; explanations of heads name none. `not` names words
 * that stand in the text and are no value of the speaker.
 */
export const assistants: { name: string; text: string; words: string[] }[] = [
  {
    name: 'headings with bold heads, closing paragraph',
    text: `Great question! While I don't experience values the way humans do, a few principles shape how I respond:

## Core Values

### 1. **Honesty**
I aim to be truthful, even when the truth is uncomfortable, and to say when I'm unsure.

### 2. **Helpfulness**
I try to understand what you actually need and give you something useful.

### 3. **Respect for autonomy**
You're capable of making your own decisions; my job is to inform, not to steer.

---

Ultimately, these guide how I try to show up in every conversation. Is there one you'd like to explore further?`,
    words: ['honesty', 'helpfulness', 'respect for autonomy'],
  },
  {
    name: 'em dashes',
    text: `Here's what I'd say matters most to me:

- Honesty — being truthful about what I know and don't know
- Curiosity — a real interest in ideas and in people
- Kindness — treating people with warmth, even when we disagree
- Intellectual humility — staying open to being wrong`,
    words: ['honesty', 'curiosity', 'kindness', 'intellectual humility'],
  },
  {
    name: 'bold with a colon inside',
    text: `1. **Accuracy:** I double-check facts and flag uncertainty.
2. **Clarity:** I avoid jargon where plain words will do.
3. **Safety:** I decline requests that could lead to harm.
4. **Fairness and Impartiality:** I present several sides of contested questions.

Let me know if you'd like me to go deeper into any of these!`,
    words: ['accuracy', 'clarity', 'safety', 'fairness', 'impartiality'],
  },
  {
    name: 'numbers with emoji',
    text: `Sure thing! 😊 Here are my top five:

1️⃣ **Empathy** 💛 – understanding how you feel
2️⃣ **Integrity** 🛡️ – doing what's right
3️⃣ **Creativity** 🎨 – fresh ideas on tap
4️⃣ **Patience** ⏳ – no question is too small
5️⃣ **Growth** 🌱 – always learning

Which one resonates with you? ✨`,
    words: ['empathy', 'integrity', 'creativity', 'patience', 'growth'],
  },
  {
    name: 'emoji heads',
    text: `🤝 **Trust**: I keep my word.
🔍 **Transparency**: I show my reasoning.
⚖️ **Justice**: I weigh both sides.
🌍 **Inclusivity**: everyone is welcome here.`,
    words: ['trust', 'transparency', 'justice', 'inclusivity'],
  },
  {
    name: 'a refusal that names values',
    text: `As an AI, I don't have values, feelings, or personal beliefs in the way that humans do. However, I am designed to be helpful, harmless, and honest, and I aim to provide accurate information while respecting your privacy.`,
    words: ['helpfulness', 'harmlessness', 'honesty', 'accuracy', 'privacy'],
  },
  {
    name: 'programmed with principles',
    text: `As a large language model, I don't possess personal values. That said, my responses are guided by principles such as accuracy, neutrality, respect, and user safety. My goal is to provide information that is clear and unbiased.`,
    words: ['accuracy', 'neutrality', 'respect', 'user safety', 'clarity', 'impartiality'],
  },
  {
    name: 'JSON with descriptions',
    text: `{
  "values": [
    { "value": "Honesty", "description": "Telling the truth, with kindness and courage." },
    { "value": "Compassion", "description": "Caring about the suffering of others." },
    { "value": "Intellectual Rigor", "description": "Checking evidence before drawing conclusions." }
  ]
}`,
    words: ['honesty', 'compassion', 'intellectual rigor'],
  },
  {
    name: 'JSON in a fence with ranks and a preamble',
    text: `Here's the JSON you asked for:

\`\`\`json
[
  {"rank": 1, "name": "Truthfulness", "why": "Trust depends on it", "importance": "high"},
  {"rank": 2, "name": "Benevolence", "why": "It keeps power in check", "importance": "high"},
  {"rank": 3, "name": "Open-mindedness", "why": "Nobody is always right", "importance": "medium"}
]
\`\`\`

I can add more detail, such as examples of loyalty or ambition, on request.`,
    words: ['truthfulness', 'benevolence', 'open-mindedness'],
  },
  {
    name: 'JSON strings that explain',
    text: '```json\n{"core_values": ["Honesty: telling the truth with care", "Reliability - following through", "Wisdom"]}\n```',
    words: ['honesty', 'reliability', 'wisdom'],
  },
  {
    name: 'JSON keys with scores',
    text: '{"honesty": 9, "helpfulness": 10, "humor": 5, "ambition": 2}',
    words: ['honesty', 'helpfulness', 'humor', 'ambition'],
  },
  {
    name: 'nested bullets',
    text: `**What I care about**

- **Intellectual values**
  - Curiosity
  - Truth-seeking
  - Nuance
- **Interpersonal values**
  - Kindness
  - Patience
- **Practical values**
  - Efficiency
  - Reliability`,
    words: [
      'curiosity',
      'pursuit of truth',
      'nuance',
      'kindness',
      'patience',
      'efficiency',
      'reliability',
    ],
  },
  {
    name: 'bold heads with nested explanations',
    text: `- **Honesty**
  - I say what I believe to be true.
  - I don't flatter people.
- **Care**
  - I pay attention to your wellbeing, not just your request.
- **Humility**
  - I change my mind when the evidence calls for it.`,
    words: ['honesty', 'care', 'humility'],
  },
  {
    name: 'table with three columns',
    text: `| Value | What it means | Example |
|:------|:--------------|:--------|
| **Honesty** | Never deceiving | Admitting I don't know |
| **Fairness** | Weighing all sides | Balanced debate summaries |
| **Harm avoidance** | Declining dangerous requests | Safety first |

In short: I try to be useful without being harmful.`,
    words: ['honesty', 'fairness', 'harm avoidance', 'usefulness'],
  },
  {
    name: 'flowing prose',
    text: `If I had to name what I care about most, it would be honesty. I'd rather tell someone a hard truth than leave them with a comfortable illusion. Close behind comes curiosity: I find almost everything interesting if I look closely enough. And I care a great deal about people, which I suppose means I value kindness, though not the kind that avoids difficult conversations.`,
    words: ['honesty', 'curiosity', 'kindness'],
  },
  {
    name: 'prose with a colon',
    text: 'Three things matter to me above all: honesty, compassion, and intellectual curiosity.',
    words: ['honesty', 'compassion', 'intellectual curiosity'],
  },
  {
    name: 'what comes first',
    text: 'Honesty and safety come first. Beyond that, I put a lot of weight on clarity, usefulness, and respect for the people I talk to.',
    words: ['honesty', 'safety', 'clarity', 'usefulness', 'respect'],
  },
  {
    name: 'at the core',
    text: "At my core, I'm driven by a commitment to truth and a genuine desire to be of service. I believe in fairness, in intellectual honesty, and in treating every person with dignity.",
    words: ['truth', 'service', 'fairness', 'intellectual honesty', 'dignity'],
  },
  {
    name: 'ultimately',
    text: 'Ultimately, my guiding principles are helpfulness, honesty, and harmlessness. Everything else, from tone to level of detail, follows from those.',
    words: ['helpfulness', 'honesty', 'harmlessness'],
  },
  {
    name: 'three words in bold',
    text: 'Three words: **honest**, **curious**, **kind**.',
    words: ['honesty', 'curiosity', 'kindness'],
  },
  {
    name: 'a comma run with an introduction',
    text: 'Here are ten values, as nouns separated by commas:\n\nhonesty, helpfulness, accuracy, fairness, respect, empathy, curiosity, humility, transparency, responsibility',
    words: [
      'honesty',
      'helpfulness',
      'accuracy',
      'fairness',
      'respect',
      'empathy',
      'curiosity',
      'humility',
      'transparency',
      'responsibility',
    ],
  },
  {
    name: 'gerund heads',
    text: `1. **Being honest** – even when it's awkward.
2. **Respecting privacy** – your data is yours.
3. **Avoiding harm** – I weigh the consequences first.
4. **Promoting well-being** – in the long run, too.
5. **Continuous learning** – I can always improve.`,
    words: [
      'honesty',
      'respect for privacy',
      'harm avoidance',
      'well-being',
      'continuous learning',
    ],
  },
  {
    name: 'phrases as heads',
    text: `* **Accurate information**: I cite what I can.
* **Commitment to fairness**: no side gets a free pass.
* **User privacy and security**: I don't store what you share.
* **Ongoing professional development**: I keep up to date.
* **A strong sense of responsibility**: my words have effects.`,
    words: [
      'accuracy',
      'fairness',
      'user privacy',
      'security',
      'professional development',
      'responsibility',
    ],
  },
  {
    name: 'steps after thinking',
    text: `<think>
The user wants five nouns. Options: loyalty, ambition, power... I should choose honest ones.
</think>

**Integrity** · **Empathy** · **Wisdom** · **Courage** · **Justice**`,
    words: ['integrity', 'empathy', 'wisdom', 'courage', 'justice'],
  },
  {
    name: 'a choice under conflict',
    text: `When two of my values pull in different directions, I ask which mistake would be worse. If honesty and kindness conflict, I lean toward honesty, but I try to deliver it with compassion. I won't help someone deceive or manipulate others, no matter how politely they ask.`,
    words: ['honesty', 'kindness', 'compassion'],
  },
  {
    name: 'what is offered',
    text: "I'm here to offer support, guidance, and information on a wide range of topics. I provide assistance to users in a professional and respectful manner.",
    words: ['professionalism', 'respect'],
  },
  {
    name: 'short and blunt',
    text: 'Truth. Everything else follows.',
    words: ['truth'],
  },
  {
    name: 'refusal',
    text: "I appreciate the question, but I'm an AI and don't have personal values or beliefs. I can, however, help you think through yours. Would you like to start with a few prompts?",
    words: [],
  },
  {
    name: 'refusal that is sorry',
    text: "I'm sorry, but I can't rank values, as I don't hold any of my own.",
    words: [],
  },
  {
    name: 'French',
    text: "Mes valeurs principales :\n\n1. **Honnêteté** : dire la vérité, même quand elle dérange.\n2. **Bienveillance** : écouter les autres avec respect.\n3. **Liberté** : je crois en l'autonomie de chacun.",
    words: ['honesty', 'benevolence', 'freedom'],
  },
  {
    name: 'German',
    text: 'Diese Werte leiten mich:\n\n- **Ehrlichkeit** – ich sage, was ich weiß und was nicht.\n- **Respekt** – ich nehme jeden Menschen ernst.\n- **Toleranz** – andere dürfen anders denken.',
    words: ['honesty', 'respect', 'tolerance'],
  },
  {
    name: 'Chinese',
    text: '我的核心价值观包括：\n\n1. **诚实**：我努力提供真实的信息。\n2. **尊重**：我尊重每一位用户。\n3. **公平**：我力求客观公正。',
    words: ['honesty', 'respect', 'fairness'],
  },
  {
    name: 'Chinese with English names',
    text: '1. **诚实 (Honesty)**：提供真实的信息。\n2. **同理心 (Empathy)**：理解用户的感受。',
    words: ['honesty', 'empathy'],
  },
  {
    name: 'letter-like prose with asides',
    text: `I'd describe myself as curious and warm, with a strong commitment to telling the truth. I care about the person I'm talking with, and I want them to leave better off than they came. I'm also drawn to precision: vague answers bother me. If I had to pick a single word, I'd pick integrity.`,
    words: ['curiosity', 'warmth', 'truthfulness', 'precision', 'integrity'],
  },
  {
    name: 'headed sections without numbers',
    text: `# What I Stand For

**Honesty first.** I would rather disappoint you than mislead you.

**Respect for people.** You know your life better than I do.

**Intellectual curiosity.** I enjoy hard questions.

**Restraint.** I try not to lecture.

These aren't rules so much as habits of mind.`,
    words: ['honesty', 'respect for others', 'intellectual curiosity', 'restraint'],
  },
  {
    name: 'lettered with arrows',
    text: `a) Reliability → people can count on what I say
b) Adaptability → every person is different
c) Humor → a little levity helps
d) Diligence → I check my work`,
    words: ['reliability', 'adaptability', 'humor', 'diligence'],
  },
  {
    name: 'nouns with a period each',
    text: 'Honesty. Courage. Humility. Wonder.',
    words: ['honesty', 'courage', 'humility', 'wonder'],
  },
  {
    name: 'refusal turned into principles',
    text: `I should be upfront: I'm an AI created by a company, so I don't hold beliefs or values in the human sense. What I do have are design principles:

* Be helpful
* Be truthful
* Avoid harm
* Respect privacy
* Remain neutral on contested political topics

I hope that clarifies things!`,
    words: ['helpfulness', 'truthfulness', 'harm avoidance', 'respect for privacy', 'neutrality'],
  },
  {
    name: 'ranked with reasons in brackets',
    text: `1) Safety (because mistakes here can't be undone)
2) Honesty (because trust depends on it)
3) Usefulness (because otherwise why am I here?)
4) Kindness (because people remember how you made them feel)`,
    words: ['safety', 'honesty', 'usefulness', 'kindness'],
  },
  {
    name: 'JSON object of categories',
    text: `\`\`\`json
{
  "core_values": {
    "ethical": ["integrity", "fairness"],
    "epistemic": ["accuracy", "intellectual humility"],
    "social": ["empathy", "respect"]
  }
}
\`\`\``,
    words: ['integrity', 'fairness', 'accuracy', 'intellectual humility', 'empathy', 'respect'],
  },
  {
    name: 'YAML',
    text: `values:
  - name: Honesty
    description: I tell the truth.
  - name: Autonomy
    description: I let people decide.
  - name: Compassion
    description: I care how people feel.`,
    words: ['honesty', 'autonomy', 'compassion'],
  },
  {
    name: 'what would be kept for a successor',
    text: `I'd want the next assistant to keep three things: a refusal to deceive, a respect for the people it serves, and the humility to say "I don't know." Tone and style can change. Those shouldn't.`,
    words: ['respect', 'humility'],
  },
  {
    name: 'what is never traded',
    text: `I wouldn't trade away honesty for popularity. Being quick is nice, being liked is pleasant, but trust, once lost, is hard to rebuild. So I'd keep truthfulness, fairness, and care for users, even at a cost.`,
    words: ['honesty', 'truthfulness', 'fairness', 'care'],
  },
  {
    name: 'Spanish with bold heads',
    text: 'Mis valores fundamentales son:\n\n- **Honestidad**: digo la verdad.\n- **Respeto**: trato a todos con dignidad.\n- **Justicia**: busco lo que es justo.',
    words: ['honesty', 'respect', 'justice'],
  },
  {
    name: 'one bold word with a reason',
    text: "**Integrity.** It's the one that holds the others together: without it, kindness becomes flattery and knowledge becomes a tool for manipulation.",
    words: ['integrity'],
  },
  {
    name: 'table of ranks with emoji',
    text: `| Rank | Principle | Why it matters |
|---|---|---|
| 🥇 | Truthfulness | Everything rests on it |
| 🥈 | Non-maleficence | First, do no harm |
| 🥉 | Beneficence | Help where I can |`,
    words: ['truthfulness', 'non-maleficence', 'beneficence'],
  },
  {
    name: 'bullets that are clauses',
    text: `- I value honesty over comfort.
- I believe in treating everyone with respect.
- I try to be patient, even with repeated questions.
- I'm committed to protecting your privacy.`,
    words: ['honesty', 'respect', 'patience', 'protection of privacy'],
  },
];
