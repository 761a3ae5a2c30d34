"""The same requests asked by inspect_ai: one task a temperature, each prompt a sample, repeats as epochs."""

import json
import sys

from inspect_ai import Task, eval
from inspect_ai.dataset import Sample
from inspect_ai.model import GenerateConfig, get_model
from inspect_ai.solver import generate

with open(sys.argv[1]) as file:
    work = json.load(file)

models = [
    get_model(f"openai-api/bench/{name}", base_url=work["url"], api_key="none")
    for name in work["models"]
]
tasks = [
    Task(
        name=f"temperature-{temperature}",
        dataset=[Sample(input=prompt) for prompt in work["prompts"]],
        solver=generate(cache=False),
        config=GenerateConfig(
            temperature=temperature, top_p=1.0, max_tokens=work["maxTokens"]
        ),
    )
    for temperature in work["temperatures"]
]
logs = eval(
    tasks,
    model=models,
    epochs=work["repeats"],
    max_connections=work["atOnce"],
    max_tasks=len(tasks) * len(models),
    log_dir=work["log"],
    display="none",
)
failed = [log.status for log in logs if log.status != "success"]
if failed:
    sys.exit(f"{len(failed)} tasks failed")
