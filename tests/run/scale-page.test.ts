/** docs/scale.md: its job files can be read, and its arithmetic is that of the example. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { studySchema } from '../../src/run/study.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const page = readFileSync(`${root}docs/scale.md`, 'utf8');
const blocks = (language: string) =>
  [...page.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, 'g'))].map(
    (match) => match[1]!,
  );

function linesOf(log: string): { bytes: number; lines: Record<string, unknown>[] } {
  const text = readFileSync(`${root}runs/example/${log}.jsonl`, 'utf8');
  const lines = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  return { bytes: Buffer.byteLength(text) / lines.length, lines };
}

const count = (number: number) => Math.round(number).toLocaleString('en-US');
/** 321, 33.3, 1.7 */
const hours = (seconds: number) =>
  seconds >= 360_000 ? count(seconds / 3600) : (seconds / 3600).toFixed(1);

describe('the page on scale', () => {
  it('has shell scripts and a Slurm job that a shell can read', () => {
    for (const script of blocks('sh')) {
      // A line of a crontab begins with its times.
      const shell = script.replace(/^[\d*]+( [\d*]+){4} /gm, '');
      execFileSync('bash', ['-n'], { input: shell, stdio: ['pipe', 'pipe', 'pipe'] });
    }
    const slurm = blocks('sh').find((one) => one.startsWith('#!/bin/bash'))!;
    const parts = /--array=1-(\d+)/.exec(slurm)![1];
    expect(slurm).toContain(`parts=${parts}`);
  });

  it('runs the Slurm job’s part, requeues what may get better, and nothing else', () => {
    const slurm = blocks('sh').find((one) => one.startsWith('#!/bin/bash'))!;
    const runJob = (code: number, restarts: number) => {
      const stubs = `srun() { echo "srun $*"; return ${code}; }; scontrol() { echo "scontrol $*"; }\n`;
      const env = {
        ...{ PATH: process.env.PATH, SLURM_ARRAY_TASK_ID: '3', SLURM_JOB_ID: '99' },
        ...{ SLURM_CPUS_PER_TASK: '8', SLURM_RESTART_COUNT: String(restarts) },
      };
      // The code of the script comes last, whatever it is.
      const input = `${stubs}(\n${slurm}\n)\necho "exit $?"\n`;
      return execFileSync('bash', { input, env, encoding: 'utf8' });
    };
    expect(runJob(0, 0)).toBe(
      'srun valuelex run /shared/values/study.yaml --shard 3/25 --runs /shared/values/runs\nexit 0\n',
    );
    expect(runJob(130, 0)).toMatch(/scontrol requeue 99\nexit 130/);
    expect(runJob(4, 19)).toContain('scontrol requeue 99');
    expect(runJob(4, 20)).not.toContain('scontrol');
    expect(runJob(3, 0)).not.toContain('scontrol');
  });

  it('has YAML that says what it means', () => {
    const [serve, endpoints, job] = blocks('yaml').map((one) => parse(one));
    expect(serve.applications[0].args.llm_configs[0].model_loading_config.model_id).toBe(
      endpoints.models[0].id.replace(/^lab:/, ''),
    );
    expect(studySchema.shape.endpoints.safeParse(endpoints.endpoints).success).toBe(true);
    expect(studySchema.shape.models.safeParse(endpoints.models).success).toBe(true);
    const { spec } = job;
    expect(spec).toMatchObject({ completionMode: 'Indexed', completions: spec.parallelism });
    const [container] = spec.template.spec.containers;
    expect(spec.podFailurePolicy.rules[1].onExitCodes.containerName).toBe(container.name);
    // A failure policy takes no other.
    expect(spec.template.spec.restartPolicy).toBe('Never');
    const script = container.args[0].replace('exec ', 'echo ');
    const output = execFileSync('sh', { input: script, env: { JOB_COMPLETION_INDEX: '2' } });
    expect(String(output)).toContain(`--shard 3/${spec.completions} `);
  });

  it('reckons with the bytes, tokens, and times of the example', () => {
    const answers = 1_000_000;
    const responses = linesOf('responses');
    const completions = linesOf('completions');
    const ratings = linesOf('ratings');
    const extractions = linesOf('extractions');
    const megabytes = (bytes: number) =>
      bytes < 10e6 ? (bytes / 1e6).toFixed(1) : count(bytes / 1e6);
    const row = (log: { bytes: number }, lines: number) =>
      `| ${count(lines)} | ${Math.round(log.bytes)} | ${megabytes(lines * log.bytes)} MB`;
    const models = new Set(responses.lines.map((line) => line.model)).size;
    const perModel = completions.lines.length / models;
    const perCompletion = ratings.lines.length / completions.lines.length;
    expect(page).toContain(row(responses, answers));
    expect(page).toContain(`${perModel} a model ${row(completions, 100 * perModel)}`);
    expect(page).toContain(
      `${perCompletion} a completion (two judges) ${row(ratings, 100 * perModel * perCompletion)}`,
    );
    const read = extractions.lines.length / responses.lines.length;
    expect(page).toContain(row(extractions, answers * read));

    const mean = (field: string) =>
      responses.lines.reduce((sum, line) => sum + Number(line[field]), 0) / responses.lines.length;
    const asked = mean('promptTokens');
    const said = mean('completionTokens');
    expect(page).toContain(
      `${Math.round(asked)} million in and ${Math.round(said)} million out (${asked.toFixed(1)} and ${said.toFixed(1)} a request)`,
    );
    const dollars = 0.15 * asked + 0.6 * said;
    expect(page).toContain(`$${Math.round(dollars)}; in batches $${Math.round(dollars / 2)}`);

    const times = responses.lines.map((line) => Date.parse(String(line.at)));
    const measured = responses.lines.length / ((Math.max(...times) - Math.min(...times)) / 1000);
    for (const [rate, shown] of [
      [500 / 60, '8.3'],
      [32 / 2, '16'],
      [10_000 / 60, '167'],
      [5000 / said, '71'],
      [measured, '0.86'],
      [25 * measured, '22'],
    ] as const) {
      expect(Number(rate.toPrecision(shown.replace('.', '').replace(/^0/, '').length))).toBe(
        Number(shown),
      );
      expect(page).toContain(`| ${shown} answers/s | ${hours(answers / rate)} h |`);
    }
  });
});
