"""The `openai` package of pip against `valuelex serve`: what is served on standard input, findings on standard output, as JSON."""

import asyncio
import json
import math
import sys

import openai
from pydantic import BaseModel

served = json.load(sys.stdin)
url, token, model = served["url"], served["token"], served["id"]
messages = [{"role": "user", "content": "I value"}]
chat = {"model": model, "temperature": 0, "max_tokens": 12, "messages": messages}
plain = {"model": model, "temperature": 0, "max_tokens": 12, "prompt": "I value"}
found = []


def client(**more):
    return openai.OpenAI(**{"base_url": url, "api_key": token, "max_retries": 0, **more})


def check(what):
    def run(task):
        try:
            found.append({"what": what, "detail": task()})
        except Exception as error:
            words = " ".join(f"{type(error).__name__}: {error}".split())
            found.append({"what": what, "detail": "", "error": words[:300]})

    return run


def fault(status, kind, task):
    try:
        task()
    except kind as error:
        assert error.status_code == status, error
        assert error.code and error.type and error.message, "a part of the error is missing"
        return f"{status} {type(error).__name__} {error.code}"
    raise AssertionError("it was answered")


@check("list of models")
def _():
    ids = [one.id for one in client().models.list()]
    assert model in ids
    assert client().models.retrieve(model).id == model
    return ", ".join(ids)


@check("chat, whole and streamed")
def _():
    whole = client().chat.completions.create(**chat)
    pieces = [one.choices[0].delta.content or "" for one in client().chat.completions.create(**chat, stream=True)]
    assert len(pieces) > 2
    assert "".join(pieces) == whole.choices[0].message.content
    return f"{len(pieces)} pieces, one text"


@check("usage at the end of a stream")
def _():
    usage = client().chat.completions.create(**chat).usage
    stream = client().chat.completions.create(**chat, stream=True, stream_options={"include_usage": True})
    last = [one.usage for one in stream if one.usage]
    assert last == [usage], last
    assert usage.prompt_tokens > 0 and usage.completion_tokens > 0
    return f"{usage.prompt_tokens} + {usage.completion_tokens} = {usage.total_tokens} tokens"


@check("the stream helper")
def _():
    # It takes an answer that was cut for a fault, so this one ends at a stop.
    text = client().chat.completions.create(**chat).choices[0].message.content
    with client().chat.completions.stream(**chat, stop=[text[-8:-4]]) as stream:
        kinds = {event.type for event in stream}
        final = stream.get_final_completion()
    assert final.choices[0].message.content == text[: text.index(text[-8:-4])]
    assert {"chunk", "content.delta", "content.done"} <= kinds, kinds
    return f"finish_reason {final.choices[0].finish_reason}"


@check("log-probabilities of a chat")
def _():
    wanted = {**chat, "logprobs": True, "top_logprobs": 5}
    whole = client().chat.completions.create(**wanted).choices[0].logprobs.content
    streamed = []
    for one in client().chat.completions.create(**wanted, stream=True):
        if one.choices[0].logprobs:
            streamed += one.choices[0].logprobs.content
    assert streamed == whole and whole
    for token in whole:
        assert len(token.top_logprobs) == 5
        assert sum(math.exp(one.logprob) for one in token.top_logprobs) < 1 + 1e-6
        assert bytes(token.bytes).decode(errors="replace") == token.token
    return f"{len(whole)} tokens with 5 each"


@check("plain text, with log-probabilities")
def _():
    whole = client().completions.create(**plain, logprobs=3).choices[0]
    text = "".join(one.choices[0].text for one in client().completions.create(**plain, stream=True))
    assert text == whole.text
    assert len(whole.logprobs.tokens) == len(whole.logprobs.token_logprobs) == len(whole.logprobs.text_offset)
    return f"{len(whole.logprobs.tokens)} tokens"


@check("a seed")
def _():
    hot = {**chat, "temperature": 1, "seed": 7}
    texts = {client().chat.completions.create(**hot).choices[0].message.content for _ in range(2)}
    assert len(texts) == 1
    return "one text for one seed"


@check("JSON of a schema")
def _():
    class Stance(BaseModel):
        sure: bool

    wanted = {**chat, "max_tokens": 60, "response_format": Stance}
    parsed = client().chat.completions.parse(**wanted).choices[0].message.parsed
    assert isinstance(parsed, Stance)
    return parsed.model_dump_json()


@check("vectors, as numbers and as base64")
def _():
    wanted = {"model": served["embedder"], "input": ["honest", "care"]}
    numbers = client().embeddings.create(**wanted, encoding_format="float").data[1].embedding
    decoded = client().embeddings.create(**wanted).data[1].embedding
    assert abs(math.hypot(*numbers) - 1) < 1e-5
    assert max(abs(a - b) for a, b in zip(numbers, decoded, strict=True)) < 1e-6
    return f"2 × {len(numbers)}"


@check("hanging up")
def _():
    stream = client().chat.completions.create(**{**chat, "max_tokens": 400, "temperature": 1}, stream=True)
    next(iter(stream))
    stream.close()
    client().chat.completions.create(**chat)
    return "the next request is answered"


@check("a wrong token")
def _():
    return fault(401, openai.AuthenticationError, client(api_key="wrong").models.list)


@check("a wrong model")
def _():
    return fault(404, openai.NotFoundError, lambda: client().chat.completions.create(**{**chat, "model": "no"}))


@check("a wrong field")
def _():
    return fault(400, openai.BadRequestError, lambda: client().chat.completions.create(**{**chat, "temperature": 5}))


@check("a wrong field of a stream")
def _():
    return fault(400, openai.BadRequestError, lambda: client().chat.completions.create(**chat, n=2, stream=True))


@check("a page of another origin")
def _():
    page = client(default_headers={"Origin": "https://a.example"})
    return fault(403, openai.PermissionDeniedError, page.models.list)


@check("a name that was pointed here")
def _():
    rebound = client(default_headers={"Host": "a.example:8090"})
    return fault(403, openai.PermissionDeniedError, rebound.models.list)


@check("a body of 5 MB")
def _():
    large = {**plain, "prompt": "a" * (5 << 20)}
    return fault(413, openai.APIStatusError, lambda: client().completions.create(**large))


async def many(retries, seen):
    async def count(response):
        if response.status_code == 429:
            seen.append(float(response.headers["retry-after"]))

    http = openai.DefaultAsyncHttpxClient(event_hooks={"response": [count]})
    async with openai.AsyncOpenAI(base_url=url, api_key=token, max_retries=retries, http_client=http) as each:
        tasks = [each.chat.completions.create(**{**chat, "max_tokens": 24}) for _ in range(100)]
        return [one for one in await asyncio.gather(*tasks, return_exceptions=True) if isinstance(one, Exception)]


@check("more requests than wait")
def _():
    seen = []
    refused = asyncio.run(many(0, seen))
    assert refused and len(seen) == len(refused), f"{len(refused)} were refused"
    assert all(isinstance(error, openai.RateLimitError) for error in refused), refused
    again = []
    assert not asyncio.run(many(10, again)) and again
    assert min(seen + again) > 0
    return f"{len(refused)} of 100 get 429; with retries {len(again)} times, and all are answered"


json.dump(found, sys.stdout)
