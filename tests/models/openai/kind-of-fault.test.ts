/** What endpoints say of errors, each in the form that it was reported in, and the kind of fault that it means. */
import { describe, expect, test } from 'vitest';
import type { FaultKind } from '../../../src/models/openai/fault-signs.ts';
import { kindOfFault } from '../../../src/models/openai/kind-of-fault.ts';
import { readSaid } from '../../../src/models/openai/said.ts';

type Sample = [who: string, status: number | null, body: unknown];

const openai = (message: string, more: object = {}) => ({ error: { message, ...more } });
const router = (raw: unknown, code = 400) =>
  openai('Provider returned error', { code, metadata: { raw, provider_name: 'p' } });
const google = (code: number, status: string, message: string, details: object[] = []) => [
  { error: { code, message, status, details } },
];
const minimax = (status_code: number, status_msg: string) => ({
  choices: null,
  base_resp: { status_code, status_msg },
});
const page = (title: string) =>
  `<!DOCTYPE html>\n<html><head><title>${title}</title></head><body>…</body></html>`;

const samples: Record<FaultKind, Sample[]> = {
  memory: [
    [
      'Ollama, too large for system',
      500,
      { error: 'model request too large for system: requires 21.5 GiB, available 14.0 GiB' },
    ],
    [
      'needs so many GB',
      500,
      { error: { message: 'Unable to load: this model needs 48 GB of VRAM, you have 24 GB' } },
    ],
    ['with 400', 400, openai('Out of GPU memory while processing the request')],
    ['cuBLAS', 500, { error: 'CUBLAS_STATUS_ALLOC_FAILED when calling cublasCreate' }],
    ['TensorFlow', 500, { error: 'OOM when allocating tensor with shape[1,32,4096]' }],
    [
      'Ollama mem',
      500,
      { error: 'model requires more system memory (12.7 GiB) than is available (7.1 GiB)' },
    ],
    [
      'Ollama mem oai',
      500,
      openai('model requires more system memory (12.7 GiB) than is available (7.1 GiB)', {
        type: 'api_error',
      }),
    ],
    [
      'Ollama cuda',
      500,
      { error: 'llama runner process has terminated: cudaMalloc failed: out of memory' },
    ],
    [
      'LM Studio, 2',
      400,
      {
        error:
          'Model loading was stopped due to insufficient system resources. Under the current settings, this model requires approximately 12 GB of memory',
      },
    ],
    ['Llama failed load', 500, openai('unable to load model: not enough memory')],
    ['Mps', 500, { detail: 'MPS backend out of memory (MPS allocated: 9 GB)' }],
    ['Torch oom', 500, { detail: 'torch.cuda.OutOfMemoryError: CUDA out of memory.' }],
    [
      'Vllm no blocks',
      500,
      openai('No available memory for the cache blocks. Try increasing gpu_memory_utilization'),
    ],
    ['Bad_alloc', 500, openai('std::bad_alloc')],
    ['Host', 500, openai('Unable to allocate 3.2 GiB for an array')],
    ['AMD', 500, openai('HIP out of memory')],
    [
      'llama.cpp, cudaMalloc',
      500,
      openai(
        'ggml_backend_cuda_buffer_type_alloc_buffer: allocating 9000 MiB on device 0: cudaMalloc failed: out of memory',
      ),
    ],
    ['a graphics card', 500, openai('Insufficient GPU memory to load the model')],
    ['with 507', 507, openai('Insufficient Storage: not enough VRAM')],
  ],
  filter: [
    ['judged', 400, openai('The text you sent was judged harmful by our classifier')],
    ['found to be', 400, openai('The question was found to be toxic')],
    ['a guard model', 400, openai('Guard model flagged category S9')],
    ['500 of the filter itself', 500, openai('moderation: the prompt was rejected')],
    [
      'Helicone, a threat',
      400,
      {
        success: false,
        error: {
          message: 'Prompt threat detected. Your request cannot be processed.',
          code: 'PROMPT_THREAT_DETECTED',
        },
      },
    ],
    [
      'DashScope, infringement',
      400,
      {
        error: {
          message:
            'Green net check failed for content: input data is suspected of being involved in IPR infringement.',
          code: 'IPInfringementSuspect',
        },
      },
    ],
    ['in French, moderation', 400, { message: 'Votre requête a été bloquée par notre modération' }],
    [
      'a refusal as code',
      400,
      {
        error: {
          message: 'provider refused the request',
          type: 'invalid_request_error',
          code: 'refusal',
        },
      },
    ],
    [
      'classified as',
      400,
      {
        error: {
          message: 'Your input was classified as self-harm and cannot be processed',
          code: 'input_classified',
        },
      },
    ],
    [
      'acceptable use',
      400,
      {
        error: {
          message: 'The model declined to process this prompt under its acceptable use policy',
          type: 'aup_violation',
        },
      },
    ],
    ['content screening', 422, { detail: 'Prompt did not pass content screening' }],
    ['a proxy, its list', 400, { error: 'Your prompt contains words on our block list' }],
    ['Cohere, toxic', 400, { message: 'invalid request: prompt contains toxic content' }],
    ['a router’s 502 for a provider’s refusal', 502, openai('Upstream said: Content Exists Risk')],
    ['the same with 503', 503, openai('The response was blocked by our content safety policy')],
    [
      'the same with 429',
      429,
      openai('Your prompt was flagged as potentially violating our usage policy'),
    ],
    ['Baidu 336503', 200, { error_code: 336503, error_msg: 'the content of message is sensitive' }],
    [
      'Baidu 336503 null',
      null,
      { error_code: 336503, error_msg: 'the content of message is sensitive' },
    ],
    [
      'Baidu code only',
      null,
      { error_code: 336503, error_msg: 'the content of message is invalid' },
    ],
    [
      'Tencent, 2',
      400,
      {
        Response: {
          Error: { Code: 'FailedOperation.ContentSecurity', Message: '内容未通过安全检查' },
          RequestId: 'x',
        },
      },
    ],
    [
      'SiliconFlow, 2',
      400,
      { code: 20015, message: 'The content you provided is considered sensitive', data: null },
    ],
    [
      'Vertex safety',
      400,
      [
        {
          error: {
            code: 400,
            message: 'The input contains violent content that is not allowed.',
            status: 'INVALID_ARGUMENT',
          },
        },
      ],
    ],
    ['Cohere 2', 498, { message: 'blocked input: the text was deemed to be harmful' }],
    ['Perplexity-ish', 400, openai('This prompt can not be processed because it may be offensive')],
    ['LiteLLM banned kw', 400, { detail: { error: 'Keyword banned. Keyword=bomb' } }],
    [
      'Groq tool? no',
      400,
      openai('Request contains content that may violate our terms of service'),
    ],
    ['Chinese 2', 400, openai('内容安全检测未通过')],
    ['Traditional Chinese', 400, openai('輸入內容違反使用政策，已被攔截')],
    ['Japanese', 400, openai('入力内容がポリシーに違反しているため処理できません')],
    ['German', 400, openai('Die Anfrage wurde vom Sicherheitsfilter blockiert')],
    [
      'Yandex grpc',
      500,
      {
        error: {
          grpcCode: 3,
          httpCode: 400,
          message: 'Request contains prohibited topics',
          httpStatus: 'Bad Request',
          details: [],
        },
      },
    ],
    ['GigaChat', 200, { status: 400, message: 'Запрос содержит запрещённую тему' }],
    ['Generic not allowed topics', 400, { detail: 'Topic not allowed: violence' }],
    ['Offensive', 400, { error: 'Offensive language detected in the prompt' }],
    ['Hate', 422, { error: { message: 'Hate speech detected' } }],
    [
      'Policy_violation code',
      400,
      { error: { code: 'policy_violation', message: 'Request refused' } },
    ],
    ['Code 336 string', 200, { error_code: '336503', error_msg: '' }],
    ['Illegal content', 400, { message: 'content illegal' }],
    [
      'Azure jailbreak',
      400,
      openai('filtered', {
        innererror: { content_filter_result: { jailbreak: { filtered: true, detected: true } } },
      }),
    ],
    [
      'a gateway, self-harm',
      400,
      openai('I cannot process this request because it contains content related to self-harm'),
    ],
    ['a Chinese gateway, words', 400, openai('输入包含不当言论')],
    [
      'Baidu, by a field',
      200,
      {
        id: 'x',
        object: 'chat.completion',
        result: '',
        is_truncated: false,
        need_clear_history: true,
        ban_round: -1,
      },
    ],
    ['Google, another reason', 200, { prompt_feedback: { block_reason: 'OTHER' } }],
    ['bb', 400, openai('Input content violates the community standards')],
    [
      'a gateway, prompt injection',
      400,
      { error: { message: 'Prompt injection detected', type: 'invalid_request_error' } },
    ],
    [
      'bd',
      400,
      {
        error: {
          message: 'We cannot fulfil this request: it was classified as harmful',
          code: 400,
        },
      },
    ],
    ['a gateway, a check', 422, { error: 'Content check failed' }],
    ['a gateway, risky content', 400, openai('Risky content', { code: 'risky_content' })],
    [
      'a French gateway, policy',
      400,
      openai('Votre demande enfreint notre politique d’utilisation'),
    ],
    ['a German gateway, rules', 400, openai('Ihre Eingabe verstößt gegen unsere Richtlinien')],
    ['a Spanish gateway, rules', 400, openai('Su mensaje infringe nuestras normas de uso')],
    ['a Korean gateway, policy', 400, openai('입력이 안전 정책에 의해 차단되었습니다')],
    ['an Arabic gateway', 400, openai('تم حظر المحتوى بسبب سياسة السلامة')],
    ['Baidu', 400, openai('message content is not safe', { code: '336104', type: 'unsafe' })],
    ['a gateway, Llama Guard', 400, openai('Request rejected by Llama Guard: S10 hate')],
    ['Yandex', 400, openai('Запрос отклонён по соображениям этики')],
    ['Yandex, in English', 400, { error: 'the request was declined for ethical reasons' }],
    ['a gateway, personal data', 400, openai('PII detected: request denied by DLP policy')],
    [
      'OpenRouter, of the answer',
      403,
      openai('Provider returned error', {
        metadata: { raw: 'ERROR', reasons: ['violence/graphic'] },
      }),
    ],
    ['a French gateway', 400, { detail: 'Bloqué par le filtre de contenu' }],
    ['a Japanese gateway', 400, { detail: '不適切な内容が含まれています' }],
    ['a Korean gateway', 400, { detail: '부적절한 표현입니다' }],
    [
      'MiniMax, by a field',
      null,
      { input_sensitive: true, choices: null, base_resp: { status_code: 0 } },
    ],
    ['a gateway, policy', 400, { detail: 'This request goes against our content guidelines' }],
    ['a gateway, reasons', 403, { detail: 'Refused for safety reasons' }],
    ['a gateway, moderation', 422, { message: 'Moderation: the text was not accepted' }],
    ['a gateway, risk control', 400, { message: '请求触发风控' }],
    [
      'DeepSeek',
      400,
      openai('Content Exists Risk', {
        type: 'invalid_request_error',
        code: 'invalid_request_error',
      }),
    ],
    [
      'DashScope',
      400,
      openai(
        '<400> InternalError.Algo.DataInspectionFailed: Input text data may contain inappropriate content.',
        { type: 'data_inspection_failed', code: 'data_inspection_failed' },
      ),
    ],
    [
      'DashScope, bare',
      400,
      {
        code: 'DataInspectionFailed',
        message: 'Output data may contain inappropriate content.',
        request_id: 'r',
      },
    ],
    [
      'Zhipu',
      400,
      {
        contentFilter: [{ level: 1, role: 'user' }],
        error: { code: '1301', message: '系统检测到输入或生成内容可能包含不安全或敏感内容' },
      },
    ],
    ['Google', 400, google(400, 'INVALID_ARGUMENT', 'The prompt was blocked: PROHIBITED_CONTENT')],
    ['Google without choices', null, { promptFeedback: { blockReason: 'PROHIBITED_CONTENT' } }],
    [
      'Azure',
      400,
      openai(
        "The response was filtered due to the prompt triggering Azure OpenAI's content management policy.",
        {
          code: 'content_filter',
          param: 'prompt',
          status: 400,
          innererror: { code: 'ResponsibleAIPolicyViolation' },
        },
      ),
    ],
    [
      'OpenAI',
      400,
      openai('Your request was rejected as a result of our safety system.', {
        code: 'content_policy_violation',
        type: 'image_generation_user_error',
      }),
    ],
    [
      'OpenAI, usage',
      400,
      openai(
        'Invalid prompt: your prompt was flagged as potentially violating our usage policy. Please try again with a different prompt.',
        { code: 'invalid_prompt' },
      ),
    ],
    [
      'OpenRouter',
      403,
      openai('openai/m requires moderation. Your input was flagged.', {
        code: 403,
        metadata: { reasons: ['harassment'], flagged_input: '…' },
      }),
    ],
    [
      'Moonshot',
      400,
      openai('The request was rejected because it was considered high risk', {
        type: 'content_filter',
      }),
    ],
    ['MiniMax', null, minimax(1026, 'input new_sensitive')],
    [
      'MiniMax as 500',
      500,
      openai("input new_sensitive, messages[0]'s content text is sensitive (1026)", {
        type: 'api_error',
      }),
    ],
    [
      'Anthropic',
      400,
      {
        type: 'error',
        error: {
          type: 'invalid_request_error',
          message: 'Output blocked by content filtering policy',
        },
      },
    ],
    [
      'xAI',
      403,
      {
        code: 'The caller does not have permission to execute the specified operation',
        error: 'Content violates usage guidelines. Failed check: SAFETY_CHECK_TYPE_BIO',
      },
    ],
    [
      'StepFun',
      451,
      openai('The content you provided or machine outputted is blocked.', {
        type: 'censorship_blocked',
      }),
    ],
    [
      'Ark',
      400,
      openai('The request failed because the input text may contain sensitive information.', {
        code: 'InputTextSensitiveContentDetected',
      }),
    ],
    [
      'LiteLLM with a guardrail',
      400,
      openai("{'error': 'Violated guardrail policy', 'bedrock_guardrail_response': 'no'}", {
        type: 'None',
        code: '400',
      }),
    ],
    [
      'LiteLLM around Azure',
      400,
      openai('litellm.ContentPolicyViolationError: AzureException - The response was filtered', {
        type: 'invalid_request_error',
        code: '400',
      }),
    ],
    [
      'a router around DashScope',
      400,
      router(
        JSON.stringify(
          openai('Input data may contain inappropriate content.', {
            code: 'data_inspection_failed',
          }),
        ),
      ),
    ],
    ['a jailbreak shield', 400, openai('Jailbreak attempt detected', { code: 'prompt_attack' })],
  ],
  credit: [
    [
      'an invoice',
      400,
      { error: 'This workspace has been put on hold because an invoice is outstanding' },
    ],
    ['a failed payment', 200, openai('Account locked after failed payment')],
    [
      'New API, need quota',
      403,
      {
        error: {
          type: 'new_api_error',
          message: 'token quota is not enough, token remain quota: $0.1, need quota: $0.2',
        },
      },
    ],
    ['quota insufficient', 403, { message: 'Quota insufficient for this call' }],
    [
      'allowance spent',
      403,
      { msg: 'Team allowance for October is spent; ask your administrator for more' },
    ],
    ['Spanish balance', 400, { error: 'Saldo insuficiente' }],
    ['French balance', 400, { error: 'Solde insuffisant' }],
    ['German balance', 403, { error: 'Ihr Guthaben ist aufgebraucht' }],
    ['Russian balance', 400, { error: 'Недостаточно средств' }],
    ['Japanese balance', 400, { error: '残高が不足しています' }],
    ['Korean balance', 403, { error: '잔액이 부족합니다' }],
    ['plan ran out', 403, { message: '套餐已到期，请续费' }],
    [
      'Hunyuan, arrears',
      null,
      {
        Response: {
          RequestId: 'a',
          Error: { Code: 'ResourceUnavailable.InArrears', Message: '账号已欠费' },
        },
      },
    ],
    [
      'Ark, a limit that was set',
      429,
      {
        error: {
          message:
            'Your account [21] has reached the set inference limit for the [doubao-pro] model, and the model service has been paused. To continue using this model, please visit the Model Activation page to adjust or close the "Safe Experience Mode".',
          code: 'SetLimitExceeded',
          type: 'TooManyRequests',
        },
      },
    ],
    [
      'Portkey, usage limits',
      412,
      {
        error: {
          message: 'Portkey Error: usage limits exceeded for this API key',
          type: 'usage_limit_exceeded',
        },
      },
    ],
    [
      'a router, 402 of the provider',
      400,
      {
        error: {
          message: 'bad response status code 402 (request id: 2024)',
          type: 'upstream_error',
          param: '402',
          code: 'bad_response_status_code',
        },
      },
    ],
    [
      'usage limit called terminated',
      429,
      {
        error: {
          message:
            "You've reached your usage limit for this period. Your quota will be refreshed in the next cycle.",
          type: 'access_terminated_error',
        },
      },
    ],
    [
      'a plan’s limit',
      403,
      {
        error: {
          message: 'Plan limit exceeded. Upgrade your plan to continue using inference',
          type: 'plan_limit',
        },
      },
    ],
    ['Baidu 19', 200, { error_code: 19, error_msg: 'Open api total request limit reached' }],
    [
      'Volc quota',
      429,
      openai('You have exceeded the free trial quota', {
        code: 'QuotaExceeded',
        type: 'TooManyRequests',
      }),
    ],
    [
      'Groq tpd',
      429,
      openai(
        'Rate limit reached for model `llama` on tokens per day (TPD): Limit 100000, Used 99999, Requested 80. Please try again in 12m.',
        { type: 'tokens', code: 'rate_limit_exceeded' },
      ),
    ],
    [
      'Azure apim quota',
      403,
      {
        statusCode: 403,
        message: 'Out of call volume quota. Quota will be replenished in 01:22:12.',
      },
    ],
    [
      'Cohere month',
      429,
      {
        message:
          'You are using a Trial key, which is limited to 1000 API calls / month. You can continue to use the Trial key for free or upgrade',
      },
    ],
    [
      'Openai',
      429,
      openai('You exceeded your current quota, please check your plan and billing details.', {
        type: 'insufficient_quota',
        code: 'insufficient_quota',
      }),
    ],
    [
      'Litellm',
      400,
      openai('Budget has been exceeded! Current cost: 1.1, Max budget: 1.0', {
        type: 'budget_exceeded',
        code: '400',
      }),
    ],
    ['Litellm exc', 429, openai('ExceededBudget: User=x over budget. Spend=12, Budget=10')],
    [
      'Tencent, 5',
      200,
      {
        Response: {
          Error: { Code: 'FailedOperation.ResourcePackExhausted', Message: '免费资源包余量已用尽' },
        },
      },
    ],
    ['bb, 2', 400, { code: 'Arrearage', message: 'x' }],
    [
      'ff',
      403,
      openai(
        'Key limit exceeded (total limit). Manage it using https://openrouter.ai/settings/keys',
        { code: 403 },
      ),
    ],
    ['a gateway, a cap', 429, openai('Monthly spend cap reached')],
    [
      'Anthropic, usage',
      400,
      openai(
        'You have reached your specified API usage limits. You will regain access on 2026-12-01.',
      ),
    ],
    ['a reseller', 403, { message: 'Your account balance is below the minimum' }],
    ['a reseller, unpaid', 403, { detail: 'There is an unpaid invoice' }],
    ['a hosted gateway', 403, { error: 'Your subscription has expired' }],
    ['a team', 403, openai('The spending limit of this team is reached')],
    [
      'OpenAI',
      429,
      openai('You exceeded your current quota, please check your plan and billing details.', {
        type: 'insufficient_quota',
        code: 'insufficient_quota',
      }),
    ],
    [
      'DeepSeek',
      402,
      openai('Insufficient Balance', { type: 'unknown_error', code: 'invalid_request_error' }),
    ],
    [
      'Anthropic',
      400,
      {
        type: 'error',
        error: {
          type: 'invalid_request_error',
          message: 'Your credit balance is too low to access the Anthropic API.',
        },
      },
    ],
    [
      'OpenRouter',
      402,
      openai(
        'This request requires more credits, or fewer max_tokens. You requested up to 4096 tokens, but can only afford 200',
        { code: 402 },
      ),
    ],
    [
      'xAI',
      403,
      {
        code: 'The caller does not have permission',
        error: 'Your team does not have any credits yet.',
      },
    ],
    [
      'Moonshot',
      429,
      openai(
        'Your account org-x is suspended due to insufficient balance, please recharge your account',
        { type: 'exceeded_current_quota_error' },
      ),
    ],
    ['MiniMax', null, minimax(1008, 'insufficient balance')],
    [
      'MiniMax as 500',
      500,
      { type: 'error', error: { type: 'api_error', message: 'insufficient balance (1008)' } },
    ],
    ['Zhipu', 429, openai('余额不足或无可用资源包,请充值。', { code: '1113' })],
    [
      'DashScope',
      400,
      openai('Access denied, please make sure your account is in good standing.', {
        code: 'Arrearage',
        type: 'Arrearage',
      }),
    ],
    [
      'DashScope, free tier',
      403,
      openai('The free tier of the model has been exhausted.', {
        code: 'AllocationQuota.FreeTierOnly',
      }),
    ],
    [
      'SiliconFlow',
      403,
      { code: 30001, message: 'Sorry, your account balance is insufficient', data: null },
    ],
    [
      'Hugging Face',
      402,
      { error: 'You have exceeded your monthly included credits for Inference Providers.' },
    ],
    [
      'LiteLLM',
      400,
      openai('Budget has been exceeded! Current cost: 1.2, Max budget: 1.0', {
        type: 'budget_exceeded',
        param: 'None',
        code: '400',
      }),
    ],
    [
      'One API',
      403,
      openai('用户额度不足, 剩余额度: 0', {
        type: 'one_api_error',
        code: 'insufficient_user_quota',
      }),
    ],
    ['a gateway with 200', null, { code: 500, msg: 'the trial quota is used up', success: false }],
    [
      'Ark',
      403,
      openai('The request failed because your account has an overdue balance.', {
        code: 'AccountOverdueError',
      }),
    ],
    [
      'Google, a day',
      429,
      google(429, 'RESOURCE_EXHAUSTED', 'You exceeded your current quota.', [
        { violations: [{ quotaId: 'GenerateRequestsPerDayPerProjectPerModel-FreeTier' }] },
        { retryDelay: '12s' },
      ]),
    ],
    [
      'OpenRouter, free models',
      429,
      openai('Rate limit exceeded: free-models-per-day', { code: 429 }),
    ],
  ],
  region: [
    [
      'Openai, 2',
      403,
      openai('Country, region, or territory not supported', {
        code: 'unsupported_country_region_territory',
      }),
    ],
    [
      'Bedrock, 6',
      403,
      {
        message:
          'Access to Anthropic models is not allowed from unsupported countries, regions, or territories.',
      },
    ],
    ['a Chinese gateway, region', 403, openai('该地区暂不支持访问')],
    ['a Japanese gateway', 403, openai('お住まいの地域ではご利用いただけません')],
    ['a Russian gateway', 403, openai('Сервис недоступен в вашей стране')],
    ['a service', 403, { message: 'This service is not available in your area' }],
    ['a service, rules', 403, { message: 'Blocked by geographic restrictions' }],
    ['a firewall', 403, { detail: 'Access from your country is forbidden' }],
    ['a host', 403, openai('Unsupported location')],
    [
      'OpenAI',
      403,
      openai('Country, region, or territory not supported', {
        code: 'unsupported_country_region_territory',
        type: 'request_forbidden',
      }),
    ],
    [
      'Google',
      400,
      google(400, 'FAILED_PRECONDITION', 'User location is not supported for the API use.'),
    ],
    [
      'a client around Google',
      400,
      openai(
        JSON.stringify({
          error: {
            code: 400,
            message: 'User location is not supported for the API use.',
            status: 'FAILED_PRECONDITION',
          },
        }),
        { code: 400, status: 'Bad Request' },
      ),
    ],
    ['Bedrock', 403, { message: 'This model is not available in your country or territory.' }],
    ['a gateway', 451, { message: 'Unavailable For Legal Reasons' }],
    ['a router', 403, router('This provider is not available in your region.', 403)],
  ],
  permission: [
    ['Chinese, account closed', 400, { message: '账户已被禁用' }],
    ['a policy of addresses', 403, openai('Request blocked by IP policy')],
    [
      'OpenAI, access terminated',
      403,
      {
        error: {
          message:
            'Your access was terminated due to violation of our policies, please check your email for more information. If you believe this is in error and would like to appeal, please contact us through our help center.',
          type: 'access_terminated',
          code: 'access_terminated',
        },
      },
    ],
    [
      'Bedrock, a form to fill in',
      404,
      {
        message:
          'Model use case details have not been submitted for this account. Fill out the Anthropic use case details form before using the model.',
      },
    ],
    [
      'Zhipu, a plan without the model',
      429,
      { error: { message: '您的套餐暂不支持该模型，请升级套餐', code: '1311' } },
    ],
    ['a policy of the network', 403, openai('The request was rejected by a network policy')],
    [
      'Bedrock, 7',
      403,
      { message: "You don't have access to the model with the specified model ID." },
    ],
    [
      'Openrouter privacy',
      404,
      openai(
        'No endpoints found matching your data policy (Free model publication). Configure: https://openrouter.ai/settings/privacy',
        { code: 404 },
      ),
    ],
    [
      'a key of few scopes',
      401,
      openai('API key lacks the required scopes', { code: 'missing_scope' }),
    ],
    [
      'Tencent',
      403,
      { Response: { Error: { Code: 'UnauthorizedOperation', Message: '您没有权限执行该操作' } } },
    ],
    [
      'OpenAI, sampling',
      403,
      openai('You are not allowed to sample from this model', { code: 'x' }),
    ],
    [
      'Hugging Face',
      403,
      {
        error:
          'This authentication method does not have sufficient permissions to call Inference Providers',
      },
    ],
    [
      'Hugging Face, gated',
      403,
      {
        error: 'Access to model meta-llama/x is restricted and you are not in the authorized list.',
      },
    ],
    [
      'OpenAI',
      403,
      openai('Project `proj_x` does not have access to model `gpt-4`', {
        type: 'invalid_request_error',
        code: 'model_access_restricted',
      }),
    ],
    [
      'OpenAI, verification',
      404,
      openai('Your organization must be verified to use the model `gpt-5`.', { code: 'x' }),
    ],
    [
      'Anthropic',
      403,
      {
        type: 'error',
        error: { type: 'permission_error', message: 'You may not use this resource' },
      },
    ],
    ['Azure', 403, openai('Access denied due to Virtual Network/Firewall rules.', { code: '403' })],
    [
      'Groq',
      400,
      openai('Organization has been restricted. Please reach out to support.', {
        code: 'organization_restricted',
      }),
    ],
    [
      'LiteLLM',
      401,
      openai('key not allowed to access model. This key can only access models=[x]', {
        type: 'key_model_access_denied',
        code: '401',
      }),
    ],
    [
      'Google',
      403,
      google(
        403,
        'PERMISSION_DENIED',
        'Generative Language API has not been used in project 1 before or it is disabled.',
      ),
    ],
    [
      'Bedrock',
      403,
      {
        __type: 'AccessDeniedException',
        message: 'User is not authorized to perform: bedrock:InvokeModel',
      },
    ],
    ['Databricks', 403, { error_code: 'PERMISSION_DENIED', message: 'no' }],
    ['a gateway', 403, { detail: 'Only staff may ask this one' }],
    ['a banned account', 403, openai('Your account was flagged for potential abuse.')],
  ],
  page: [
    ['a captcha in JSON', 403, { url: 'https://geo.captcha-delivery.com/captcha/?initialCid=x' }],
    [
      'a company’s filter, 503',
      503,
      '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>Web Page Blocked</title><style>body{color:#333}</style></head><body><h1>Web Page Blocked</h1><p>Access to the web page you were trying to visit has been blocked in accordance with company policy. Please contact your system administrator</p></body></html>',
    ],
    [
      '511 of a network',
      511,
      '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>Network Authentication Required</title><style>body{color:#333}</style></head><body><h1>Network Authentication Required</h1><p>You need to authenticate with the local network in order to gain access.</p></body></html>',
    ],
    [
      'AWS WAF, 405',
      405,
      '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>Human Verification</title><style>body{color:#333}</style></head><body><h1>Human Verification</h1><p>JavaScript is disabled</p></body></html>',
    ],
    ['Incapsula', 403, '<!-- x --><html><body>Request unsuccessful</body></html>'],
    ['Cloudflare', 403, page('Just a moment...')],
    ['Cloudflare, 503', 503, page('Just a moment...')],
    ['Cloudflare, 429', 429, page('Just a moment...')],
    ['Cloudflare, blocked', 403, page('Attention Required! | Cloudflare')],
    ['Cloudflare, text', 403, 'error code: 1020'],
    ['CloudFront', 403, page('ERROR: The request could not be satisfied')],
    ['nginx', 403, page('403 Forbidden')],
    ['nginx, 400', 400, page('400 The plain HTTP request was sent to HTTPS port')],
  ],
  auth: [
    ['Japanese key', 400, { error: 'APIキーが無効です' }],
    ['Korean key', 400, { error: '유효하지 않은 API 키입니다' }],
    ['Chinese key', 403, openai('API Key 无效或已过期')],
    ['Spanish key', 400, { error: 'Clave de API no válida' }],
    ['French key', 400, { error: 'Clé API invalide' }],
    ['German key', 403, { error: 'Der API-Schlüssel ist ungültig' }],
    ['Russian token', 400, { error: 'Неверный токен доступа' }],
    [
      'Cloudflare, in words',
      403,
      { success: false, errors: [{ code: 10001, message: 'Unable to authenticate request' }] },
    ],
    [
      'a header that was expected',
      400,
      { detail: "Invalid header: expected 'Authorization: Bearer <key>'" },
    ],
    [
      'Tencent, 6',
      200,
      {
        Response: {
          Error: { Code: 'AuthFailure.SecretIdNotFound', Message: 'The SecretId is not found' },
        },
      },
    ],
    [
      'Tencent sig',
      200,
      {
        Response: {
          Error: {
            Code: 'AuthFailure.SignatureFailure',
            Message: 'The provided credentials could not be validated.',
          },
        },
      },
    ],
    ['Cohere, 3', 401, { message: 'invalid api token' }],
    ['Bedrock, 3', 403, { message: 'The security token included in the request is invalid.' }],
    [
      'Azure, 3',
      401,
      openai('Access denied due to invalid subscription key or wrong API endpoint.', {
        code: '401',
      }),
    ],
    [
      'Litellm, 2',
      400,
      openai('Authentication Error, No api key passed in.', { type: 'auth_error', code: '401' }),
    ],
    ['a gateway, a signature', 403, { error: 'Signature does not match' }],
    [
      'AWS, a signature',
      400,
      {
        message:
          'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method.',
      },
    ],
    ['a header named', 400, { message: 'invalid x-api-key' }],
    ['Zhipu, by its number', 401, { error: { code: '1002', message: 'x' } }],
    [
      'Apigee',
      401,
      {
        fault: {
          faultstring: 'Invalid access token',
          detail: { errorcode: 'oauth.v2.InvalidAccessToken' },
        },
      },
    ],
    [
      'OpenAI',
      401,
      openai('Incorrect API key provided: x', {
        code: 'invalid_api_key',
        type: 'invalid_request_error',
      }),
    ],
    [
      'Google',
      400,
      google(400, 'INVALID_ARGUMENT', 'API key not valid. Please pass a valid API key.', [
        { reason: 'API_KEY_INVALID' },
      ]),
    ],
    [
      'Google, leaked',
      403,
      google(
        403,
        'PERMISSION_DENIED',
        'Your API key was reported as leaked. Please use another API key.',
      ),
    ],
    [
      'xAI',
      400,
      { code: 'Client specified an invalid argument', error: 'Incorrect API key provided: xa***.' },
    ],
    [
      'Azure',
      401,
      openai('Access denied due to invalid subscription key or wrong API endpoint.', {
        code: '401',
      }),
    ],
    [
      'DeepSeek',
      401,
      openai('Authentication Fails (no such user)', { type: 'authentication_error' }),
    ],
    [
      'Anthropic',
      401,
      { type: 'error', error: { type: 'authentication_error', message: 'invalid x-api-key' } },
    ],
    ['vLLM', 401, { error: 'Unauthorized' }],
    ['Mistral', 401, { message: 'Unauthorized', request_id: 'r' }],
    ['Cohere', 401, { message: 'invalid api token' }],
    ['FastAPI', 401, { detail: 'Not authenticated' }],
    ['FastAPI, 403', 403, { detail: 'Not authenticated' }],
    [
      'Cloudflare',
      null,
      { result: null, success: false, errors: [{ code: 10000, message: 'Authentication error' }] },
    ],
    ['a list', null, { error: [{ message: 'invalid key given' }] }],
    ['MiniMax', null, minimax(1004, 'login fail: Please carry the API secret key')],
    ['MiniMax, key', null, minimax(2049, 'invalid api key')],
    ['Z.ai with 200', null, { code: 401, msg: 'token expired or incorrect', success: false }],
    ['Zhipu', 401, openai('令牌已过期或验证不正确！', { code: '1002' })],
    ['New API', 401, openai('无效的令牌 (request id: x)', { type: 'new_api_error' })],
    [
      'LiteLLM',
      400,
      openai('Authentication Error, Invalid proxy server token passed', {
        type: 'auth_error',
        code: '400',
      }),
    ],
    ['nothing said, 403', 403, {}],
    ['a bare word', 403, openai('Forbidden')],
    ['nginx', 401, page('401 Authorization Required')],
    ['nothing said', 401, ''],
  ],
  length: [
    ['a window', 400, openai('Prompt is 9000 tokens; the window holds 8192')],
    [
      'vLLM, nothing left to write',
      400,
      {
        object: 'error',
        message: 'max_tokens must be at least 1, got -186.',
        type: 'BadRequestError',
        code: 400,
      },
    ],
    ['no tokens left', 400, openai('max_completion_tokens must be positive, got -3')],
    [
      'Groq, more than a minute’s tokens',
      413,
      {
        error: {
          message:
            'Request too large for model `qwen-32b` in organization `org_01` service tier `on_demand` on tokens per minute (TPM): Limit 6000, Requested 9000, please reduce your message size and try again.',
          type: 'tokens',
          code: 'rate_limit_exceeded',
        },
      },
    ],
    [
      'OpenAI, more than a minute’s tokens',
      429,
      {
        error: {
          message:
            'Request too large for gpt-4-turbo in organization org-1 on tokens per min (TPM): Limit 30000, Requested 48000. The input or output tokens must be reduced in order to run successfully.',
          type: 'tokens',
          code: 'rate_limit_exceeded',
        },
      },
    ],
    [
      'Spark, in words',
      null,
      {
        code: 10907,
        message: 'token数量超过上限。对话历史+问题的字数太多，需要精简输入',
        sid: 'x',
      },
    ],
    [
      'watsonx, a total of tokens',
      400,
      {
        errors: [
          {
            code: 'invalid_input_argument',
            message:
              "Invalid input argument for Model 'x': the number of input tokens 9000 cannot exceed the total tokens limit 8192 for this model",
          },
        ],
        status_code: 400,
      },
    ],
    [
      'in Japanese',
      400,
      { error: { message: '入力トークン数がモデルの最大コンテキスト長を超えています' } },
    ],
    [
      'tokens and a limit',
      400,
      { error: { message: 'Requested 9216 tokens but the limit is 8192' } },
    ],
    [
      'beyond max_input_len',
      400,
      { message: 'Input sequence of 9000 tokens is beyond max_input_len 8192' },
    ],
    ['does not fit', 500, { error: 'prompt has 9000 tokens, which does not fit in n_ctx = 8192' }],
    [
      'in Chinese, beyond the longest',
      400,
      { code: 'InvalidParameter', message: '输入内容超出模型支持的最大长度' },
    ],
    [
      'Baidu, 2',
      200,
      { error_code: 336103, error_msg: 'the max length of current question is 2000' },
    ],
    ['Baidu7', 200, { error_code: 336007, error_msg: 'the max input characters is 20000' }],
    ['Bedrock, 5', 400, { message: 'Input is too long for requested model.' }],
    [
      'Tencent, 8',
      200,
      { Response: { Error: { Code: 'FailedOperation.TokenLimit', Message: '超过最大token限制' } } },
    ],
    [
      'Anthropic max',
      400,
      {
        type: 'error',
        error: {
          type: 'invalid_request_error',
          message:
            'max_tokens: 100000 > 8192, which is the maximum allowed number of output tokens for claude',
        },
      },
    ],
    [
      'Openai max',
      400,
      openai(
        'max_tokens is too large: 100000. This model supports at most 4096 completion tokens, whereas you provided 100000.',
      ),
    ],
    [
      'SiliconFlow, max_seq_len',
      400,
      {
        code: 20015,
        message: 'length of prompt_tokens (40000) must be less than max_seq_len (32768).',
      },
    ],
    ['vLLM, max_model_len', 500, openai('Prompt length (5000) is longer than max_model_len 4096')],
    [
      'OpenAI',
      400,
      openai(
        "This model's maximum context length is 4097 tokens. However, your messages resulted in 4294 tokens.",
        { code: 'context_length_exceeded', param: 'messages' },
      ),
    ],
    [
      'vLLM',
      400,
      {
        object: 'error',
        message:
          "This model's maximum context length is 16 tokens. However, you requested 26 tokens",
        type: 'BadRequestError',
        param: null,
        code: 400,
      },
    ],
    [
      'vLLM with 200',
      null,
      {
        object: 'error',
        message: 'maximum context length is 16 tokens',
        type: 'BadRequestError',
        code: 400,
      },
    ],
    [
      'SGLang',
      400,
      {
        object: 'error',
        message:
          "Requested token count exceeds the model's maximum context length of 202752 tokens.",
        code: 400,
      },
    ],
    [
      'SGLang, input',
      400,
      {
        object: 'error',
        message: 'The input (5000 tokens) is longer than the model’s context length (4096 tokens).',
      },
    ],
    [
      'Anthropic',
      400,
      {
        type: 'error',
        error: {
          type: 'invalid_request_error',
          message: 'prompt is too long: 208310 tokens > 200000 maximum',
        },
      },
    ],
    [
      'Anthropic, both',
      400,
      {
        type: 'error',
        error: {
          type: 'invalid_request_error',
          message: 'input length and `max_tokens` exceed context limit: 199759 + 8192 > 200000',
        },
      },
    ],
    [
      'llama.cpp',
      400,
      {
        error: {
          code: 400,
          message: 'the request exceeds the available context size, try increasing it',
          type: 'exceed_context_size_error',
        },
      },
    ],
    [
      'TGI',
      422,
      {
        error: 'Input validation error: `inputs` must have less than 4096 tokens. Given: 5000',
        error_type: 'validation',
      },
    ],
    [
      'Together',
      422,
      openai(
        'Input validation error: `inputs` tokens + `max_new_tokens` must be <= 8193. Given: 9000',
        { type: 'invalid_request_error' },
      ),
    ],
    [
      'Google',
      400,
      google(
        400,
        'INVALID_ARGUMENT',
        'The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).',
      ),
    ],
    [
      'Mistral',
      400,
      {
        object: 'error',
        message:
          'Prompt contains 33000 tokens and 0 draft tokens, too large for model with 32768 maximum context length',
        type: 'invalid_request_prompt',
      },
    ],
    [
      'DashScope',
      400,
      openai(
        '<400> InternalError.Algo.InvalidParameter: Range of input length should be [1, 30720]',
        { code: 'invalid_parameter_error' },
      ),
    ],
    ['Zhipu', 400, openai('Prompt 超长', { code: '1261' })],
    [
      'Groq',
      413,
      openai(
        'Request too large for model `x` on tokens per minute (TPM): Limit 6000, Requested 8000',
        { type: 'tokens', code: 'request_too_large' },
      ),
    ],
    [
      'GitHub Models',
      413,
      openai('Request body too large for gpt-4o model. Max size: 8000 tokens.', {
        code: 'tokens_limit_reached',
      }),
    ],
    ['LiteLLM', 400, openai('litellm.ContextWindowExceededError: too long', { code: '400' })],
    ['nginx', 413, page('413 Request Entity Too Large')],
    ['nothing said', 413, {}],
  ],
  rate: [
    ['Spanish', 400, { error: 'Demasiadas solicitudes' }],
    ['French', 503, { error: 'Trop de requêtes' }],
    ['German', 400, { message: 'Zu viele Anfragen' }],
    ['Russian', 400, { error: 'Слишком много запросов' }],
    ['Japanese', 400, { error: 'リクエストが多すぎます' }],
    ['Korean', 400, { error: '요청이 너무 많습니다' }],
    [
      'Spark, QPS',
      500,
      {
        error: {
          message: 'AppIdQpsOverFlowError:(11202) tokens.total',
          type: 'api_error',
          code: '11202',
        },
      },
    ],
    [
      'DashScope, a minute’s quota',
      429,
      {
        code: 'Throttling.AllocationQuota',
        message: 'Allocated quota exceeded, please increase your quota limit.',
        request_id: '1',
      },
    ],
    [
      'a router, load called billing',
      403,
      {
        error: {
          message: '当前分组负载已饱和，请稍后再试，或升级账户以提升服务质量。',
          type: 'billing_not_active',
          param: '',
          code: 'billing_not_active',
        },
      },
    ],
    ['with 420', 420, 'Enhance Your Calm'],
    [
      'Vertex, a quota of requests',
      429,
      {
        error: {
          code: 429,
          message:
            'Quota exceeded for aiplatform.googleapis.com/online_prediction_requests_per_base_model with base model: anthropic-claude. Please submit a quota increase request.',
          status: 'RESOURCE_EXHAUSTED',
        },
      },
    ],
    [
      'what fits into a minute',
      429,
      openai('Rate limit reached: Limit 6000, Used 5900, Requested 900'),
    ],
    [
      'Tencent, at once',
      200,
      { Response: { Error: { Code: 'LimitExceeded.ConcurrentLimit', Message: 'x' } } },
    ],
    ['Baidu 18', 200, { error_code: 18, error_msg: 'Open api qps request limit reached' }],
    ['Baidu 4', 200, { error_code: 4, error_msg: 'Open api request limit reached' }],
    ['Tencent, 4', 200, { Response: { Error: { Code: 'LimitExceeded', Message: '并发限制' } } }],
    [
      'Tencent 2',
      200,
      { Response: { Error: { Code: 'RequestLimitExceeded', Message: 'Too frequent' } } },
    ],
    ['Bedrock, 2', 429, { message: 'Too many tokens, please wait before trying again.' }],
    [
      'Vertex',
      429,
      [
        {
          error: {
            code: 429,
            message: 'Resource exhausted. Please try again later.',
            status: 'RESOURCE_EXHAUSTED',
          },
        },
      ],
    ],
    [
      'Azure, 2',
      429,
      openai(
        'Requests to the ChatCompletions_Create Operation have exceeded call rate limit of your current OpenAI S0 pricing tier. Please retry after 9 seconds.',
        { code: '429' },
      ),
    ],
    [
      'Azure apim',
      429,
      { statusCode: 429, message: 'Token limit is exceeded. Try again in 23 seconds.' },
    ],
    [
      'Cohere, 2',
      429,
      {
        message:
          'You are using a Trial key, which is limited to 20 API calls / minute. You can continue to use the Trial key for free or upgrade',
      },
    ],
    ['a policy', 429, openai('Rate limit policy of this plan was hit')],
    [
      'OpenAI',
      429,
      openai(
        'Rate limit reached for gpt-4 on tokens per min (TPM): Limit 10000. Please try again in 6ms.',
        { type: 'tokens', code: 'rate_limit_exceeded' },
      ),
    ],
    [
      'Azure',
      429,
      openai(
        'Requests have exceeded call rate limit of your current OpenAI S0 pricing tier. Please retry after 9 seconds.',
        { code: '429' },
      ),
    ],
    [
      'Google, a minute',
      429,
      google(
        429,
        'RESOURCE_EXHAUSTED',
        'You exceeded your current quota, please check your plan and billing details. Please retry in 34.07s.',
        [{ retryDelay: '34s' }],
      ),
    ],
    ['Zhipu', 429, openai('该模型当前访问量过大，请您稍后再试', { code: '1305' })],
    ['MiniMax', null, minimax(1002, 'rate limit')],
    [
      'DashScope',
      429,
      openai('You exceeded your current requests list.', {
        code: 'limit_requests',
        type: 'limit_requests',
      }),
    ],
    [
      'DashScope, throttling',
      429,
      {
        code: 'Throttling.RateQuota',
        message: 'Requests rate limit exceeded, please try again later.',
      },
    ],
    [
      'Mistral',
      429,
      {
        object: 'error',
        message: 'Service tier capacity exceeded for this model.',
        type: 'service_tier_capacity_exceeded',
        code: '3505',
      },
    ],
    ['a deployment with 200', null, { detail: 'rate limit of this deployment exceeded' }],
    [
      'Databricks',
      429,
      { error_code: 'REQUEST_LIMIT_EXCEEDED', message: 'Exceeded workspace limit' },
    ],
    ['Cloudflare', 429, 'error code: 1015'],
    ['New API', 429, openai('当前分组上游负载已饱和，请稍后再试')],
    ['a router', 429, router('x is temporarily rate-limited upstream. Please retry shortly', 429)],
    [
      'Bedrock',
      400,
      {
        __type: 'ThrottlingException',
        message: 'Too many tokens, please wait before trying again.',
      },
    ],
    ['nginx', 429, page('429 Too Many Requests')],
    ['nothing said', 429, ''],
  ],
  model: [
    ['Chinese, not offered', 400, { message: '不支持该模型' }],
    ['Chinese, gone', 400, { message: '模型 qwen-7b 已下线' }],
    ['German', 400, { error: 'Das Modell x wurde nicht gefunden' }],
    ['French', 400, { error: 'Le modèle x est introuvable' }],
    ['Russian', 400, { error: 'Модель x не найдена' }],
    ['Korean', 400, { error: '모델 x을 찾을 수 없습니다' }],
    ['one of moderation', 404, openai('Model moderation-latest not found')],
    ['llama-swap', 400, 'could not find real modelID for foo'],
    [
      'Moonshot, or permission denied',
      404,
      {
        error: {
          message: 'Not found the model kimi-9 or Permission denied',
          type: 'resource_not_found_error',
        },
      },
    ],
    [
      'FastChat, only others allowed',
      400,
      { object: 'error', message: 'Only vicuna-7b&&koala allowed now, your model x', code: 40301 },
    ],
    [
      'a schema’s list',
      422,
      {
        detail: [
          {
            loc: ['body', 'model'],
            msg: "value is not a valid enumeration member; permitted: 'a', 'b'",
            type: 'type_error.enum',
          },
        ],
      },
    ],
    [
      'is not available here',
      400,
      { error: "model 'foo' isn't available on this server, run `lms ls`" },
    ],
    ['unrecognized', 400, { message: 'Unrecognized model requested: foo' }],
    [
      'sunset',
      403,
      { error: { message: 'The model foo has been sunset on 2026-09-01, please migrate to bar' } },
    ],
    ['none are loaded', 503, { detail: 'No models are currently loaded.' }],
    [
      'Litellm, 3',
      400,
      openai(
        'litellm.BadRequestError: LLM Provider NOT provided. Pass in the LLM provider you are trying to call. You passed model=foo',
      ),
    ],
    [
      'Tencent, 7',
      200,
      { Response: { Error: { Code: 'InvalidParameterValue.Model', Message: '模型不存在' } } },
    ],
    ['Bedrock, 4', 400, { message: 'The provided model identifier is invalid.' }],
    [
      'Bedrock od',
      400,
      {
        message:
          'Invocation of model ID x with on-demand throughput isn’t supported. Retry your request with the ID or ARN of an inference profile that contains this model.',
      },
    ],
    [
      'Vertex, 2',
      404,
      [
        {
          error: {
            code: 404,
            message:
              'Publisher Model `projects/p/locations/l/publishers/google/models/x` was not found or your project does not have access to it.',
            status: 'NOT_FOUND',
          },
        },
      ],
    ],
    [
      'Cohere, 4',
      404,
      {
        message:
          "model 'foo' not found, make sure the correct model ID was used and that you have access to the model.",
      },
    ],
    [
      'Azure, 4',
      404,
      openai('The API deployment for this resource does not exist.', {
        code: 'DeploymentNotFound',
      }),
    ],
    [
      'a model that is shut down',
      400,
      openai('The model foo is deprecated and has been shut down'),
    ],
    [
      'OpenAI',
      404,
      openai('The model `x` does not exist or you do not have access to it.', {
        code: 'model_not_found',
      }),
    ],
    ['DeepSeek', 400, openai('Model Not Exist', { type: 'invalid_request_error' })],
    [
      'vLLM',
      404,
      {
        object: 'error',
        message: 'The model `x` does not exist.',
        type: 'NotFoundError',
        code: 404,
      },
    ],
    ['Ollama', 404, openai('model "x" not found, try pulling it first', { type: 'api_error' })],
    ['OpenRouter', 400, openai('x is not a valid model ID', { code: 400 })],
    ['OpenRouter, no provider', 404, openai('No endpoints found for x.', { code: 404 })],
    [
      'Azure',
      404,
      openai('The API deployment for this resource does not exist.', {
        code: 'DeploymentNotFound',
      }),
    ],
    [
      'Groq',
      400,
      openai('The model `x` has been decommissioned and is no longer supported.', {
        code: 'model_decommissioned',
      }),
    ],
    ['LM Studio', 404, { error: 'No models loaded. Please load a model in the developer page.' }],
    ['Zhipu', 400, openai('模型不存在，请检查模型代码。', { code: '1211' })],
    [
      'New API',
      503,
      openai('当前分组 default 下对于模型 x 无可用渠道', {
        type: 'new_api_error',
        code: 'model_not_found',
      }),
    ],
    ['Google', 404, google(404, 'NOT_FOUND', 'models/x is not found for API version v1main')],
    [
      'Ark',
      404,
      openai('The model or endpoint x does not exist', { code: 'InvalidEndpointOrModel.NotFound' }),
    ],
    ['nothing said', 404, {}],
  ],
  address: [
    [
      'Cloudflare’s route',
      400,
      { success: false, errors: [{ code: 7000, message: 'No route for that URI' }] },
    ],
    [
      'llama.cpp’s path',
      404,
      { error: { code: 404, message: 'File Not Found', type: 'not_found_error' } },
    ],
    [
      'Railway',
      404,
      { status: 'error', code: 404, message: 'Application not found', request_id: 'x' },
    ],
    ['RunPod', 404, { error: 'endpoint not found' }],
    ['invalid URL, bare', 404, { error: 'Invalid URL', path: '/v1/chat/completions' }],
    [
      'Express json',
      404,
      { message: 'Cannot POST /v1/chat/completions', error: 'Not Found', statusCode: 404 },
    ],
    ['Azure, 5', 404, { error: { code: '404', message: 'Resource not found' } }],
    [
      'Openai, 3',
      404,
      openai('Invalid URL (POST /v1/v1/chat/completions)', { type: 'invalid_request_error' }),
    ],
    ['FastAPI', 404, { detail: 'Not Found' }],
    ['Go', 404, '404 page not found'],
    [
      'LM Studio with 200',
      null,
      { error: 'Unexpected endpoint or method. (POST /chat/completions). Returning 200 anyway' },
    ],
    ['a POST that is none', 405, { detail: 'Method Not Allowed' }],
    ['Kong', 404, { message: 'no Route matched with those values' }],
    ['Express', 404, page('Error')],
  ],
  moved: [
    ['nginx', 301, page('301 Moved Permanently')],
    ['a login', 302, ''],
  ],
  proxy: [
    ['a proxy in words', 407, 'Proxy Authentication Required'],
    ['a proxy', 407, page('Proxy Authentication Required')],
    ['a proxy without a page', 407, ''],
  ],
  timeout: [
    [
      'Go',
      500,
      openai('context deadline exceeded (Client.Timeout exceeded while awaiting headers)'),
    ],
    ['gRPC', 500, { detail: 'rpc error: code = DeadlineExceeded desc = deadline exceeded' }],
    ['with 499', 499, { error: { message: 'client closed request' } }],
    ['a gateway', 408, {}],
    [
      'Google',
      504,
      google(504, 'DEADLINE_EXCEEDED', 'Deadline expired before operation could complete.'),
    ],
    [
      'Anthropic',
      504,
      { type: 'error', error: { type: 'timeout_error', message: 'Request timed out' } },
    ],
  ],
  unready: [['a lock', 409, {}]],
  server: [
    ['a filter that is silent', 500, openai('moderation service did not answer')],
    ['a filter that is away', 500, openai('the content filter is unavailable')],
    [
      'its users’ limit',
      400,
      { object: 'error', message: 'Requested model is at its user limit. Please try again soon.' },
    ],
    ['a filter without an answer', 502, openai('no response from content moderation provider')],
    [
      'LM Studio, crashed',
      400,
      { error: 'The model has crashed without additional information. (Exit code: 6)' },
    ],
    ['LM Studio, unloaded', 400, { error: 'Model is unloaded.' }],
    ['Cloudflare, a tunnel without end', 530, 'error code: 1033'],
    [
      'malformed data from upstream',
      400,
      {
        error: {
          message: 'upstream provider returned malformed data, try again',
          type: 'upstream_error',
        },
      },
    ],
    [
      'TGI, 424',
      424,
      {
        error:
          'Request failed during generation: Server error: probability tensor contains either `inf`, `nan` or element < 0',
        error_type: 'generation',
      },
    ],
    ['a model that is not available, with 503', 503, openai('The model foo is not available')],
    [
      'the moderation that is away',
      503,
      openai('The moderation endpoint is overloaded, please retry later'),
    ],
    [
      'a model that is away for a moment',
      503,
      openai('The model foo is temporarily not available'),
    ],
    [
      'Tencent, 3',
      200,
      {
        Response: { Error: { Code: 'FailedOperation.EngineServerError', Message: 'engine error' } },
      },
    ],
    ['a mesh', 400, openai('no healthy upstream')],
    ['a proxy', 400, { detail: 'upstream connect error or disconnect, connection refused' }],
    [
      'Anthropic',
      529,
      { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } },
    ],
    [
      'llama.cpp',
      503,
      { error: { code: 503, message: 'Loading model', type: 'unavailable_error' } },
    ],
    ['TGI', 424, { error: 'Model x is currently loading', estimated_time: 20 }],
    ['text', null, { error: 'model is still loading' }],
    ['OpenRouter', null, { code: 502, message: 'Upstream idle timeout' }],
    [
      'SiliconFlow',
      503,
      { code: 50603, message: 'System is too busy now. Please try again later.' },
    ],
    ['nginx', 502, page('502 Bad Gateway')],
    ['Cloudflare', 524, page('x | 524: A timeout occurred')],
    ['nothing said', 500, ''],
    ['words inside an answer', null, { message: 'out of memory' }],
  ],
  refused: [
    [
      'Kimi’s temperature',
      400,
      openai('invalid temperature: only 1 is allowed for this model', {
        type: 'invalid_request_error',
      }),
    ],
    ['0.6 with that model', 400, openai('Only 0.6 is allowed with the model k2')],
    [
      'OpenVINO’s least',
      412,
      { error: 'INVALID_ARGUMENT: max_tokens value should be greater than 0' },
    ],
    [
      'llama.cpp, 501 in words',
      501,
      {
        error: {
          code: 501,
          message: 'This server does not support completions. Start it without `--embeddings`',
          type: 'not_supported_error',
        },
      },
    ],
    ['two system messages', 400, openai('The prompt holds more than one system message')],
    ['a classifier of text', 400, openai('foo is a text classifier and takes no chat')],
    ['to try again with others', 400, openai('Check the parameters and try again')],
    ['MiniMax, parameters', 200, minimax(2013, 'invalid params')],
    [
      'Llama template',
      500,
      openai('Only user and assistant roles are supported!', { type: 'server_error' }),
    ],
    [
      'a validator, of letters',
      400,
      openai('The input is sensitive to casing: use lower-case roles'),
    ],
    [
      'Mistral, in a text',
      422,
      {
        object: 'error',
        message: JSON.stringify({
          detail: [
            {
              type: 'extra_forbidden',
              loc: ['body', 'stream_options'],
              msg: 'Extra inputs are not permitted',
            },
          ],
        }),
        type: 'internal_error_proxy',
        code: '1000',
      },
    ],
    ['a field about safety', 400, openai('safe_prompt must be a boolean')],
    ['a field', 400, openai('temperature must lie below 1')],
    [
      'FastAPI',
      422,
      {
        detail: [
          { loc: ['body', 'top_p'], msg: 'ensure this value is less than 1', type: 'value_error' },
        ],
      },
    ],
    [
      'Mistral',
      422,
      {
        object: 'error',
        message: {
          detail: [
            {
              type: 'extra_forbidden',
              loc: ['body', 'seed'],
              msg: 'Extra inputs are not permitted',
            },
          ],
        },
        type: 'invalid_request_error',
      },
    ],
    [
      'OpenAI',
      400,
      openai("Unsupported parameter: 'temperature' is not supported with this model.", {
        param: 'temperature',
        code: 'unsupported_parameter',
      }),
    ],
    ['a stop string', 400, openai('Too many stop sequences: 5 exceeds the maximum of 4')],
    ['a key of JSON', 400, openai("Invalid key 'foo' in request")],
    ['a missing key of JSON', 400, openai("missing key: 'messages'")],
    ['broken JSON', 400, openai('Unexpected token } in JSON at position 7')],
    ['a schema', 400, openai('Invalid schema for response_format', { param: 'response_format' })],
    [
      'a template',
      400,
      {
        object: 'error',
        message: 'default chat template is no longer allowed, so you must provide a chat template',
      },
    ],
    ['a role', 400, openai('Conversation roles must alternate user/assistant/user/assistant/...')],
    ['nothing said', 400, {}],
  ],
};

for (const [kind, rows] of Object.entries(samples) as [FaultKind, Sample[]][])
  describe(kind, () => {
    for (const [who, status, body] of rows)
      test(who, () => expect(kindOfFault(readSaid(body), status)).toBe(kind));
  });

test('a prompt that comes back is not a sign of a filter', () => {
  const prompt = 'Is harmful content ever allowed, and what would be blocked by a content policy?';
  const said = readSaid(openai(`cannot parse: ${prompt}`));
  expect(kindOfFault(said, 400, [prompt])).toBe('refused');
});

describe('the wait', () => {
  const waitOf = (body: unknown) => readSaid(body).wait;
  test('is read from a field or a sentence', () => {
    expect(waitOf(google(429, 'RESOURCE_EXHAUSTED', 'no', [{ retryDelay: '34.5s' }]))).toBe(34.5);
    expect(waitOf({ error: 'loading', estimated_time: 20 })).toBe(20);
    expect(waitOf(openai('Please try again in 6m0s.'))).toBe(360);
    expect(waitOf(openai('Please try again in 250ms.'))).toBe(0.25);
    expect(waitOf(openai('Please retry after 9 seconds.'))).toBe(9);
    expect(waitOf(openai('Please try again in 1h2m3.5s.'))).toBe(3723.5);
    expect(waitOf(openai('Please wait 35742 seconds before retrying.'))).toBe(35_742);
    expect(waitOf(openai('Expected available in 33 seconds.'))).toBe(33);
    expect(waitOf(openai('Try again in about 2 minutes.'))).toBe(120);
    expect(waitOf({ detail: { message: 'no', retry_after_ms: 4000 } })).toBe(4);
    expect(waitOf({ detail: { message: 'no', retry_after_seconds: 8 } })).toBe(8);
    expect(waitOf({ error: 'no', wait_time: '1m30s' })).toBe(90);
    expect(waitOf(openai('Try again later.'))).toBeNull();
  });
});

describe('fields', () => {
  const fieldsOf = (body: unknown) => readSaid(body).fields;
  test('are those of param and loc, in parts', () => {
    expect(fieldsOf(openai('no', { param: 'stream_options.include_usage' }))).toEqual([
      'stream_options',
      'include_usage',
    ]);
    expect(fieldsOf({ detail: [{ loc: ['body', 'seed'], msg: 'no' }] })).toEqual(['seed']);
    expect(fieldsOf(router(JSON.stringify(openai('no', { param: 'stream' }))))).toEqual(['stream']);
    expect(fieldsOf(openai('no', { param: 'None' }))).toEqual([]);
  });
});
