/** Tables as programs and people write them elsewhere: the numbers that are read, and what is told. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readNumericTable } from '../../src/table-files/numeric-table.ts';
import { readTable } from '../../src/table-files/read-table.ts';

const folder = mkdtempSync(join(tmpdir(), 'valuelex-elsewhere-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** `names|row|row`, then `~` and a word of the notes; or `ERR` and a word of the error. */
const table: [who: string, text: string, read: string, ending?: string][] = [
  ['Swiss', "a;b\n1'234.5;2\n3'456.75;4\n", 'a,b|1234.5,2|3456.75,4'],
  ['Swiss curly', 'a;b\n1’234.5;2\n3’456.75;4\n', 'a,b|1234.5,2|3456.75,4'],
  ['Indian', 'a,b\n"1,23,456.5",2\n"23,45,678.75",4\n', 'a,b|123456.5,2|2345678.75,4'],
  ['Arabic digits', 'a,b\n١٢,٢\n٣٤,٤\n', 'a,b|12,2|34,4'],
  ['Arabic decimal', 'a;b\n١٫٥;٢\n٣٫٥;٤\n', 'a,b|1.5,2|3.5,4'],
  ['fullwidth', 'a,b\n１２,２\n３４,４\n', 'a,b|12,2|34,4'],
  ['Chinese comma separator', 'a，b\n1，2\n3，4\n', 'a,b|1,2|3,4'],
  ['percent', 'a,b\n12%,2\n30%,4\n', 'a,b|12,2|30,4~sign'],
  ['percent space de', 'a;b\n12,5 %;2\n30,5 %;4\n', 'a,b|12.5,2|30.5,4'],
  ['euro', 'a;b\n12,50 €;2\n30,25 €;4\n', 'a,b|12.5,2|30.25,4'],
  ['trailing minus', 'a,b\n1.5-,2\n2.5,4\n', 'a,b|-1.5,2|2.5,4'],
  ['leading plus', 'a,b\n+1.5,2\n-2.5,4\n', 'a,b|1.5,2|-2.5,4'],
  ['unicode minus', 'a,b\n−1.5,2\n–2.5,4\n', 'a,b|-1.5,2|-2.5,4'],
  ['stars', 'a,b\n1.50*,2\n2.50**,4\n3.50***,3\n', 'a,b|1.5,2|2.5,4|3.5,3~sign'],
  ['daggers', 'a,b\n1.50†,2\n2.50,4\n3.50,1\n', 'a,b|1.5,2|2.5,4|3.5,1'],
  ['footnote sup', 'a,b\n1.50¹,2\n2.50²,4\n', 'a,b|1.5,2|2.5,4'],
  ['less than', 'a,b\n<0.01,2\n0.5,4\n0.3,3\n', 'ERR <0.01'],
  ['R quoted', '"","a","b"\n"1",1.5,2\n"2",2.5,4\n', 'a,b|1.5,2|2.5,4~'],
  ['pandas index', ',a,b\n0,1.5,2\n1,2.5,4\n2,1,1\n', 'a,b|1.5,2|2.5,4|1,1~'],
  [
    'pandas multi',
    'a,a,b\nmean,std,mean\n1.5,2,3\n2.5,4,5\n',
    'a mean,a std,b mean|1.5,2,3|2.5,4,5~two lines',
  ],
  ['pandas bool', 'a,b\nTrue,2\nFalse,4\n', 'a,b|1,2|0,4~'],
  ['pandas NaT', 'a,b\n<NA>,2\n2,4\nNaT,5\n', 'a,b|NaN,2|2,4|NaN,5'],
  ['Stata missing', 'a,b\n.,2\n.a,4\n3,5\n', 'a,b|NaN,2|NaN,4|3,5'],
  ['SPSS text', 'a,b\n#NULL!,2\n ,4\n3,5\n', 'a,b|NaN,2|NaN,4|3,5'],
  ['SPSS decimal no zero', 'a;b\n,5;2\n-,25;4\n1;5\n', 'a,b|0.5,2|-0.25,4|1,5'],
  ['R decimal no zero', 'a,b\n.5,2\n-.25,4\n', 'a,b|0.5,2|-0.25,4'],
  ['German gaps', 'a;b\nk.A.;2\n2;4\n3;5\n4;6\n', 'a,b|NaN,2|2,4|3,5|4,6'],
  ['German gap 2', 'a;b\nkeine Angabe;2\n2;4\n3;5\n4;6\n', 'a,b|NaN,2|2,4|3,5|4,6'],
  [
    'Excel de NV',
    'a;b\n#NV;2\n2;4\n#WERT!;5\n#ZAHL!;6\n#BEZUG!;1\n',
    'a,b|NaN,2|2,4|NaN,5|NaN,6|NaN,1',
  ],
  ['Excel fr', 'a;b\n#VALEUR!;2\n2;4\n#NOMBRE!;5\n#N/A;6\n', 'a,b|NaN,2|2,4|NaN,5|NaN,6'],
  ['Excel es', 'a;b\n#¡VALOR!;2\n2;4\n#¡DIV/0!;5\n#N/D;6\n', 'a,b|NaN,2|2,4|NaN,5|NaN,6'],
  ['Excel DIV0 de', 'a;b\n#DIV/0!;2\n2;4\n', 'a,b|NaN,2|2,4'],
  ['Chinese gap', 'a,b\n无,2\n2,4\n缺失,5\n3,1\n', 'a,b|NaN,2|2,4|NaN,5|3,1'],
  ['French gap', 'a;b\nND;2\n2;4\nn.d.;5\nnsp;6\n1;1\n', 'a,b|NaN,2|2,4|NaN,5|NaN,6|1,1'],
  [
    'not applicable',
    'a,b\nnot applicable,2\n2,4\nno answer,5\nprefer not to say,3\n1,1\n',
    'a,b|NaN,2|2,4|NaN,5|NaN,3|1,1',
  ],
  ['space in header', ' a , b \n1,2\n3,4\n', 'a,b|1,2|3,4'],
  ['markdown', '| a | b |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |\n', 'a,b|1,2|3,4'],
  ['markdown right', '| a | b |\n|---:|:---:|\n| 1 | 2 |\n| 3 | 4 |\n', 'a,b|1,2|3,4'],
  ['ascii rule', 'a   b\n--- ---\n1   2\n3   4\n', 'a,b|1,2|3,4'],
  ['total row', 'id,a,b\nx,1,2\ny,3,4\nTotal,4,6\n', 'a,b|1,2|3,4~Total'],
  ['source note', 'a,b\n1,2\n3,4\nSource: our survey\n', 'a,b|1,2|3,4~Source'],
  [
    'note with commas',
    'a,b,c\n1,2,3\n3,4,5\n"Note: p<.05, two-sided",,\n',
    'a,b,c|1,2,3|3,4,5~Note',
  ],
  ['title row', 'Table 1. Means,,\na,b,c\n1,2,3\n3,4,5\n', 'a,b,c|1,2,3|3,4,5~Table 1'],
  ['units row', 'a,b\n(kg),(cm)\n1,2\n3,4\n5,6\n', 'a,b|1,2|3,4|5,6~unit'],
  ['question row', 'q1,q2\nHow honest?,How kind?\n1,2\n3,4\n5,6\n', 'q1,q2|1,2|3,4|5,6~'],
  [
    'merged header',
    'A,,B,\nx,y,x,y\n1,2,3,4\n5,6,7,8\n',
    'A x,A y,B x,B y|1,2,3,4|5,6,7,8~two lines',
  ],
  ['repeated header mid', 'a,b\n1,2\na,b\n3,4\n', 'a,b|1,2|3,4~heading'],
  ['sci de', 'a;b\n1,5E+02;2\n1,5e-3;4\n', 'a,b|150,2|0.0015,4~comma'],
  ['excel text guard', 'a,b\n="1",2\n="3",4\n', 'a,b|1,2|3,4'],
  ['apostrophe', "a,b\n'1,2\n'3,4\n", 'a,b|1,2|3,4'],
  ['quoted decimals', 'a,b\n"1,5","2,5"\n"3,5","4,5"\n', 'a,b|1.5,2.5|3.5,4.5~comma'],
  ['yes no de', 'a;b\nja;1\nnein;2\nja;3\n', 'a,b|1,1|0,2|1,3~'],
  ['yes no fr', 'a;b\noui;1\nnon;2\noui;3\n', 'a,b|1,1|0,2|1,3~'],
  ['yes no zh', 'a,b\n是,1\n否,2\n是,3\n', 'a,b|1,1|0,2|1,3~'],
  ['WAHR FALSCH', 'a;b\nWAHR;1\nFALSCH;2\nWAHR;3\n', 'a,b|1,1|0,2|1,3~'],
  ['VRAI FAUX', 'a;b\nVRAI;1\nFAUX;2\nVRAI;3\n', 'a,b|1,1|0,2|1,3~'],
  ['si no', 'a;b\nsí;1\nno;2\nsí;3\n', 'a,b|1,1|0,2|1,3~'],
  ['check marks', 'a,b\n✓,1\n✗,2\n✓,3\n', 'a,b|1,1|0,2|1,3~'],
  ['jsonl null', '{"a":1,"b":null}\n{"a":"2","b":3}\n', 'a,b|1,NaN|2,3', 'jsonl'],
  ['json columns', '{"a":[1,2],"b":[3,4]}\n', 'a,b|1,3|2,4', 'json'],
  ['json records wrapper', '{"data":[{"a":1,"b":2},{"a":3,"b":4}]}', 'a,b|1,2|3,4', 'json'],
  [
    'json split orient',
    '{"columns":["a","b"],"index":[0,1],"data":[[1,2],[3,4]]}',
    'a,b|1,2|3,4',
    'json',
  ],
  ['json array arrays', '[["a","b"],[1,2],[3,4]]', 'a,b|1,2|3,4', 'json'],
  ['json pretty', '[\n {"a": 1,\n "b": 2}\n]\n', 'a,b|1,2', 'json'],
  [
    'jsonl nested',
    '{"id":"x","scores":{"a":1,"b":2}}\n{"id":"y","scores":{"a":3,"b":4}}\n',
    'scores.a,scores.b|1,2|3,4',
    'jsonl',
  ],
  ['jsonl trailing comma', '{"a":1,"b":2},\n{"a":3,"b":4}\n', 'a,b|1,2|3,4', 'jsonl'],
  ['jsonl bools', '{"a":true,"b":2}\n{"a":false,"b":4}\n', 'a,b|1,2|0,4~', 'jsonl'],
  ['ctrl z', 'a,b\n1,2\n3,4\n\u001a', 'a,b|1,2|3,4'],
  ['html', '<table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table>', 'ERR HTML'],
  ['missing names', 'a,,c\n1,2,3\n4,5,6\n', 'a,column 2,c|1,2,3|4,5,6'],
  ['tabs and spaces', 'a \tb \n1 \t2 \n3 \t4 \n', 'a,b|1,2|3,4'],
  ['nbsp cells', 'a,b\n\u00a01,2\u00a0\n3,4\n', 'a,b|1,2|3,4'],
  ['zero width', 'a,b\n\u200b1,2\n3\u200b,4\n', 'a,b|1,2|3,4'],
  ['half bom in header quotes', '\ufeff"a","b"\n1,2\n3,4\n', 'a,b|1,2|3,4'],
  ['survey words', 'a,b\nDK,2\n2,4\nno answer,5\n3,2\n1,1\n', 'a,b|NaN,2|2,4|NaN,5|3,2|1,1'],
  ['a column of decimal commas', 'a\n1,5\n4,5\n3,5\n', 'a|1.5|4.5|3.5~comma'],
  ['a column of yes, an answer', 'a,b\nmaybe,2\nno,4\n', 'b|2|4~without numbers'],
  ['a last row that sums nothing up', 'id,a,b\nx,1,2\ny,3,4\nTotal,9,9\n', 'a,b|1,2|3,4|9,9~'],
  ['words below names of text', 'id,a\nx,low\ny,2\nz,3\n', 'ERR low'],
  ['a list in a cell', '{"a":1,"b":2,"messages":[{"role":"user"}]}\n', 'a,b|1,2', 'jsonl'],
  // JSON
  [
    'json index orient',
    '{"m1":{"a":1,"b":2},"m2":{"a":3,"b":4},"m3":{"a":5,"b":null}}',
    'a,b|1,2|3,4|5,NaN~read as 3 rows',
    'json',
  ],
  [
    'json columns by the names of rows',
    '{"a":{"m1":1,"m2":2,"m3":3,"m4":3},"b":{"m1":3,"m2":4,"m3":5,"m4":9},"c":{"m1":5,"m2":2,"m3":5,"m4":4}}',
    'a,b,c|1,3,5|2,4,2|3,5,5|3,9,4~(m1, m2, …) of 3 columns',
    'json',
  ],
  ['json lists without names', '[[5,2],[3,5],[5,1]]', 'v1,v2|5,2|3,5|5,1~read as data', 'json'],
  [
    'json lists that begin with a name',
    '[["m1",5,2],["m2",3,5]]',
    'v2,v3|5,2|3,5~read as data',
    'json',
  ],
  [
    'json objects on several lines',
    '{\n "a": 1,\n "b": 2\n}\n{\n "a": 3,\n "b": 4\n}',
    'a,b|1,2|3,4',
    'json',
  ],
  ['json objects on one line', '{"a":1,"b":2}{"a":3,"b":4}', 'a,b|1,2|3,4', 'json'],
  [
    'json deeper than one name',
    '{"s":{"a":1,"w":{"b":2}}}\n{"s":{"a":3,"w":{"b":4}}}',
    's.a,s.w.b|1,2|3,4',
    'jsonl',
  ],
  [
    'json numbers in a list',
    '{"m":"x","s":[1,2]}\n{"m":"y","s":[3,4]}',
    's.1,s.2|1,2|3,4',
    'jsonl',
  ],
  [
    'json rows under any name',
    '{"study":"x",\n"models":[{"a":1,"b":2},{"a":3,"b":4},{"a":5,"b":6}]}',
    'a,b|1,2|3,4|5,6~list models',
    'json',
  ],
  ['the Infinity of Python', '{"a":1,"b":2}\n{"a":Infinity,"b":4}', 'ERR Infinity', 'jsonl'],
  // Frames, and lines that are quoted or separated in another way
  ['psql', ' a | b \n---+---\n 1 | 2\n 3 | 4\n(2 rows)\n', 'a,b|1,2|3,4~(2 rows)', 'txt'],
  [
    'mysql',
    '+---+---+\n| a | b |\n+---+---+\n| 1 | 2 |\n| 3 | 4 |\n+---+---+\n',
    'a,b|1,2|3,4',
    'txt',
  ],
  [
    'polars',
    '┌─────┬─────┐\n│ a   ┆ b   │\n╞═════╪═════╡\n│ 1   ┆ 2   │\n│ 3   ┆ 4   │\n└─────┴─────┘\n',
    'a,b|1,2|3,4',
    'txt',
  ],
  ['lines in quotation marks', '"a,b,c"\n"1,2,3"\n"3,4,5"\n', 'a,b,c|1,2,3|3,4,5'],
  ['two colons', 'a::b\n1::2\n3::4\n', 'a,b|1,2|3,4'],
  ['sep=\\t', 'sep=\\t\na\tb\n1\t2\n3\t4\n', 'a,b|1,2|3,4'],
  // Above and below
  [
    'a title with a comma',
    'Survey, wave 2\nExported: today\n\na,b,c\n1,2,3\n3,4,5\n',
    'a,b,c|1,2,3|3,4,5~Survey',
  ],
  [
    'mean, SD, and n below',
    'id,a,b\nx,1,2\ny,3,4\nz,2,3\nM,2,3\nSD,1,1\nN,3,3\n',
    'a,b|1,2|3,4|2,3~2 more lines',
  ],
  [
    'figures that are not those of the rows',
    'id,a,b\nx,1,2\ny,3,4\nM,9,9\nN,8,8\n',
    'a,b|1,2|3,4|9,9|8,8',
  ],
  [
    'what steps mean, below an empty line',
    'a,b,c,d\n1,2,3,1\n3,4,5,2\n\n1 = never, 5 = always\nn = 2\n* reversed\n',
    'a,b,c,d|1,2,3,1|3,4,5,2~notes below',
  ],
  [
    'a second table below',
    'a,b,c\n1,2,3\n3,4,5\n\nmodel,score\nx,2\n',
    'ERR This line has 2 cells',
  ],
  [
    'pandas levels over the name of an index',
    ',a,a,b\nitem,1,2,1\nmodel,,,\nm1,1,2,3\nm2,3,4,5\n',
    'a 1,a 2,b 1|1,2,3|3,4,5~3 lines',
  ],
  [
    'pandas levels of numbers',
    ',a,a,b\n,1,2,1\nm1,1,2,3\nm2,3,4,5\nm3,3,1,5\n',
    'a 1,a 2,b 1|1,2,3|3,4,5|3,1,5~two lines',
  ],
  [
    'a question over its parts',
    'Age,How important?,,\n,Care,Truth,Peace\n31,2,3,4\n25,4,5,1\n28,5,1,1\n',
    'Age,Care,Truth,Peace|31,2,3,4|25,4,5,1|28,5,1,1~two lines',
  ],
  [
    'pandas saved twice',
    'Unnamed: 0.1,Unnamed: 0,a\n0,0,5\n1,1,3\n2,2,4\n3,3,4\n',
    'a|5|3|4|4~Unnamed: 0.1',
  ],
  // Cells
  ['a date by a spreadsheet', 'a,b\n1,2\n3. Apr,4\n2,1\n3,3\n4,4\n', 'ERR 3. Apr'],
  ['another date', 'a,b\n1,2\n4-May,4\n2,1\n3,3\n4,4\n', 'ERR 4-May'],
  ['a currency in letters', 'a,b\nCHF 12.5,2\nCHF 30.25,4\n', 'a,b|12.5,2|30.25,4~sign'],
  [
    'thousands before a unit',
    'a;b\n4 938,50 kr;2\n12 345,25 kr;4\n',
    'a,b|4938.5,2|12345.25,4~text after',
  ],
  [
    'pandas printed',
    `    a  b  c\n${[...'abcdefghijkl'].map((m) => `${m}  1  2  ${m < 'f' ? 5 : 3}\n`).join('')}\n[12 rows x 3 columns]\n`,
    `a,b,c${'|1,2,5'.repeat(5)}${'|1,2,3'.repeat(7)}~[12, rows`,
    'txt',
  ],
  ['an empty line above a note', 'a,b\n1,2\n3,4\n"",""\n"*p < .05",""\n', 'a,b|1,2|3,4~note below'],
  [
    'json of two columns by the names of rows',
    '{"a":{"x":1,"y":2,"z":3},"b":{"x":4,"y":2,"z":5}}',
    'a,b|1,4|2,2|3,5~3 rows',
    'json',
  ],
  [
    'json rows by name beside a remark',
    '{"study":"s","data":{"x":{"a":1,"b":2},"y":{"a":3,"b":4},"z":{"a":5,"b":6}}}',
    'a,b|1,2|3,4|5,6~3 rows',
    'json',
  ],
  // Loose JSON, by the same rule as in answers of endpoints.
  [
    'JSON in single quotation marks',
    "[{'a': 1, 'b': None}, {'a': 3, 'b': 4}]",
    'a,b|1,NaN|3,4',
    'json',
  ],
  ['JSON Lines of Python', "{'a': 1, 'b': True}\n{'a': 3, 'b': False}\n", 'a,b|1,1|3,0', 'jsonl'],
  ['JSON with commas too many', '[{"a":1,"b":2,},{"a":3,"b":4},]', 'a,b|1,2|3,4', 'json'],
  [
    'JSON Lines written twice',
    '"{\\"a\\":1,\\"b\\":2}"\n"{\\"a\\":3,\\"b\\":4}"\n',
    'a,b|1,2|3,4',
    'jsonl',
  ],
  ['a text of JSON Lines', '{"a":1}\n"no object"\n', 'ERR not a JSON object', 'jsonl'],
  [
    'JSON with Infinity',
    '[{"a":1,"b":2},{"a":Infinity,"b":4}]',
    'ERR "Infinity" is not a number',
    'json',
  ],
  [
    'JSON with -Infinity',
    '[{"a":1,"b":2},{"a":-Infinity,"b":4}]',
    'ERR "-Infinity" is not a number',
    'json',
  ],
  [
    'numbers beside their names in a list',
    '{"s":[{"value":"a","score":1},{"value":"b","score":2}]}\n{"s":[{"value":"b","score":4},{"value":"a","score":3}]}\n',
    's.a,s.b|1,2|3,4',
    'jsonl',
  ],
  [
    'numbers and gaps beside their names',
    '[{"s":[{"k":"a","v":null},{"k":"b","v":2}]},{"s":[{"k":"a","v":3},{"k":"b","v":4}]}]',
    's.a,s.b|NaN,2|3,4',
    'json',
  ],
  [
    'numbers beside names that come twice stay a cell',
    '[{"n":1,"m":5,"s":[{"k":"a","v":1},{"k":"a","v":2}]},{"n":3,"m":2,"s":[{"k":"a","v":3},{"k":"a","v":4}]}]',
    'n,m|1,5|3,2~without numbers',
    'json',
  ],
  // Bytes that are no text.
  ['zeros at the end', `a,b\n1,2\n${'3,4\n'.repeat(60)}\0\0\0`, `a,b|1,2${'|3,4'.repeat(60)}`],
  ['zeros within', `a,\0b\n1,2\n${'3,4\n'.repeat(60)}`, `a,b|1,2${'|3,4'.repeat(60)}`],
  [
    'zeros among other controls',
    `\x01\x02\x03a,b\n${'3,\x004\n'.repeat(60)}`,
    'ERR not a text file',
  ],
  // Lines of scales.
  ['a line of scales', 'a,b\n1-5,1-5\n1,2\n3,4\n5,5\n', 'a,b|1,2|3,4|5,5'],
  ['a line of scales in words', 'a,b\n(0 to 10),(0 to 10)\n1,2\n3,4\n5,5\n', 'a,b|1,2|3,4|5,5'],
  ['a scale in one cell is none', 'a,b\n1-5,2\n1,2\n3,4\n5,5\n', 'ERR "1-5" is not a number'],
  // Signs of word processors and typesetting.
  ['cells in curly quotation marks', '“a”,“b”\n“1”,“2”\n“3”,“4”\n', 'a,b|1,2|3,4'],
  ['cells in German ones', '„a“;„b“\n„1,5“;„2,5“\n„3,5“;„4,5“\n', 'a,b|1.5,2.5|3.5,4.5'],
  [
    'LaTeX',
    'a & b \\\\\n\\hline\n1.5 & 2 \\\\\n$-2.5$ & 4 \\\\ \\hline\n3 & 1 \\\\[2pt]\n',
    'a,b|1.5,2|-2.5,4|3,1',
  ],
  [
    'LaTeX in its surroundings',
    '\\begin{tabular}{lrr}\n\\toprule\n & a & b \\\\\n\\midrule\nx & 1 & 20\\% \\\\\ny & 3 & 40\\% \\\\\nz & 2 & 35\\% \\\\\n\\bottomrule\n\\end{tabular}\n',
    'a,b|1,20|3,40|2,35',
  ],
  ['ampersands in texts', 'a,b,note\n1,2,x & y\n3,4,z & w\n', 'a,b|1,2|3,4'],
  // Beside the table.
  [
    'a legend beside the table',
    'a,b,,,\n1,2,,legend,1 = low\n3,4,,,5 = high\n5,1,,,\n',
    'a,b|1,2|3,4|5,1~beside the table (line 2',
  ],
  [
    'a named column behind an empty one',
    'a,b,,c\n1,2,,3\n3,4,,4\n5,1,,5\n',
    'a,b,c|1,2,3|3,4,4|5,1,5',
  ],
  // What survey services add.
  [
    'Qualtrics',
    'Progress,Duration (in seconds),Finished,a,b\n100,301,1,1,2\n80,201,0,3,4\n100,999,1,5,1\n',
    'a,b|1,2|3,4|5,1~survey service',
  ],
  [
    'LimeSurvey',
    'lastpage,seed,interviewtime,a,b\n3,8812,11.5,1,2\n3,9112,12.5,3,4\n2,77,9.5,5,1\n',
    'a,b|1,2|3,4|5,1~survey service',
  ],
  ['progress as a value', 'progress,a,b\n4,1,2\n2,3,4\n5,5,1\n', 'progress,a,b|4,1,2|2,3,4|5,5,1'],
  ['Q_1 is a question', 'Q_1,Q_2\n4,1\n2,3\n5,5\n', 'Q_1,Q_2|4,1|2,3|5,5'],
  // Names and rows apart, and tables some levels down.
  ['a header and its rows', '{"header":["a","b"],"rows":[[1,2],[3,4]]}', 'a,b|1,2|3,4', 'json'],
  [
    'columns with their types',
    '{"columns":[{"name":"a","type":"int"},{"name":"b","type":"int"}],"data":[[1,2],[3,4]]}',
    'a,b|1,2|3,4',
    'json',
  ],
  [
    'a page of a service',
    '{"status":"ok","payload":{"items":[{"a":1,"b":2},{"a":3,"b":4}]}}',
    'a,b|1,2|3,4',
    'json',
  ],
  ['lists, one a line', '["a","b"]\n[1,2]\n[3,4]\n', 'a,b|1,2|3,4', 'jsonl'],
  [
    'a note behind an empty line',
    'a,b\n1,2\n3,4\n5,1\n\n1 = low,\n',
    'a,b|1,2|3,4|5,1~below the table',
  ],
];

test.each(table)('%s', async (_, text, read, ending = 'csv') => {
  const file = join(folder, `table.${ending}`);
  writeFileSync(file, text);
  const notes: string[] = [];
  const numbers = async () => {
    const note = (text: string) => notes.push(text);
    const { names, rows } = readNumericTable(await readTable(file), { flag: '--columns' }, note);
    return [names.join(), ...rows.map((row) => row.join())].join('|');
  };
  if (read.startsWith('ERR')) {
    const error = await numbers().then(
      () => new Error('it was read'),
      (thrown: Error) => thrown,
    );
    expect(error.message).toContain(read.slice(4));
    return;
  }
  const [wanted, word] = read.split('~');
  expect(await numbers()).toBe(wanted);
  expect(notes.join()).toContain(word ?? '');
});
