"""The page's endpoints through real clients: Gradio's, plain HTTP, MCP; with a password, and under load."""

from __future__ import annotations

import asyncio
import json
import subprocess
import threading
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.serving import long_text, served


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with served("--mcp") as (url, _):
        yield url


def test_endpoints(address: str) -> None:
    from gradio_client import Client

    client = Client(address, verbose=False)
    assert client.predict("Київ — столиця України.", api_name="/detect")["language"] == "uk"
    translation = client.predict("Уряд ухвалив рішення. Парламент підтримав його.", "fast", api_name="/translate")
    assert len(translation["sentences"]) == 2 and translation["signature"]
    summary = client.predict(
        ["Уряд ухвалив рішення про школи.", "Міст відкриють у травні."], 2, "fast", api_name="/summarize"
    )
    assert "claims" in summary and len(summary["articles"]) == 2
    for arguments in (("", "fast"), ("Так.", "superb"), ("а" * 1_000_001, "fast")):
        with pytest.raises(Exception, match=r"no text|Quality is one of|characters"):
            client.predict(*arguments, api_name="/translate")


def test_plain_http(address: str) -> None:
    body = json.dumps({"data": ["Київ — столиця України."]}).encode()
    request = urllib.request.Request(f"{address}/gradio_api/call/detect", body, {"Content-Type": "application/json"})
    event = json.load(urllib.request.urlopen(request, timeout=30))["event_id"]
    answer = urllib.request.urlopen(f"{address}/gradio_api/call/detect/{event}", timeout=30).read().decode()
    (found,) = json.loads(answer.split("data: ", 1)[1].splitlines()[0])
    assert found["language"] == "uk"


def test_mcp_tools(address: str) -> None:
    from mcp import ClientSession
    from mcp.client.streamable_http import streamable_http_client

    async def use() -> tuple[set[str], str]:
        async with (
            streamable_http_client(f"{address}/gradio_api/mcp/") as (reader, writer, _),
            ClientSession(reader, writer) as session,
        ):
            await session.initialize()
            tools = await session.list_tools()
            names = {tool.name.rpartition("_")[2] for tool in tools.tools}
            name = next(tool.name for tool in tools.tools if tool.name.endswith("translate"))
            result = await session.call_tool(name, {"text": "Уряд ухвалив рішення.", "quality": "fast"})
            return names, str(result.content[0])

    with ThreadPoolExecutor(1) as apart:  # the browser has an event loop in this thread
        names, answer = apart.submit(asyncio.run, use()).result()
    assert names == {"detect", "translate", "summarize"}
    assert "signature" in answer and "sentences" in answer


def test_password(tmp_path: Path) -> None:
    from gradio_client import Client

    (tmp_path / "password").write_text("дуже таємно\n", "utf-8")
    with served("--auth", f"editor:{tmp_path / 'password'}") as (url, _):
        with pytest.raises(Exception, match=r"auth|credentials|401|Unauthorized|login"):
            Client(url, verbose=False).predict("Так.", api_name="/detect")
        client = Client(url, auth=("editor", "дуже таємно"), verbose=False)
        assert client.predict("Київ — столиця України.", api_name="/detect")["language"] == "uk"


def resident(process: subprocess.Popen[bytes], key: str = "VmRSS") -> int:
    """Memory of a process, in MB."""
    rows = Path(f"/proc/{process.pid}/status").read_text().splitlines()
    return int(next(row for row in rows if row.startswith(key)).split()[1]) // 1024


def test_ten_users_a_hundred_requests_while_a_large_article_runs() -> None:
    from gradio_client import Client

    with served() as (url, process):
        client = Client(url, verbose=False)
        client.predict("Уряд ухвалив рішення.", "fast", api_name="/translate")
        before = resident(process)
        large = client.submit(long_text(13_000), "fast", api_name="/translate")  # 2 MB as UTF-8

        def use(user: int) -> list[bool]:
            mine = Client(url, verbose=False)
            right = []
            for number in range(10):
                key = 1000 + 10 * user + number
                found = mine.predict(f"Уряд виділив {key} гривень.", "fast", api_name="/translate")
                right.append(found["sentences"][0]["source"]["text"] == f"Уряд виділив {key} гривень.")
            return right

        with ThreadPoolExecutor(10) as users:
            answers = list(users.map(use, range(10)))
        assert answers == [[True] * 10] * 10
        assert not large.done()  # the small ones did not have to wait for it
        assert resident(process, "VmHWM") < before + 500
        assert threading.active_count() < 100
