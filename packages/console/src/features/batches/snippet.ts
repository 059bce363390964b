/** A first batch with OpenAI's own client, at the address this page came from. */
export const batchSnippet = (base: string): string => `import os
from openai import OpenAI

client = OpenAI(base_url="${base}/v1", api_key=os.environ["PLIMSOLL_KEY"])
file = client.files.create(file=open("items.jsonl", "rb"), purpose="batch")
batch = client.batches.create(
    input_file_id=file.id,
    endpoint="/v1/chat/completions",
    completion_window="24h",
)
print(batch.id)`;
