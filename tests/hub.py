"""A stand-in for the Hugging Face Hub: a real HTTP server on loopback with the endpoints that ``huggingface_hub`` uses."""

from __future__ import annotations

import contextlib
import hashlib
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path


class Hub:
    """What the server serves, how it misbehaves, and what it was asked.

    Attributes:
        files: The files of every model.
        status: An HTTP status to answer everything with, 0 for what is right.
        cut_after: Bytes of a download after which the connection is cut, once.
        lie: Whether a checksum is wrong.
        requests: Method and path of each request.
    """

    def __init__(self, folder: Path) -> None:
        self.files = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
        self.status = 0
        self.cut_after = 0
        self.lie = False
        self.requests: list[str] = []
        self.address = ""

    @property
    def commit(self) -> str:
        """Of the files as they are: clients take it that those of a commit never change."""
        digest = hashlib.sha256()
        for name, data in sorted(self.files.items()):
            digest.update(name.encode() + data)
        return digest.hexdigest()[:40]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    hub: Hub

    def log_message(self, format: str, *args: object) -> None:
        pass

    def do_HEAD(self) -> None:
        self._answer(body=False)

    def do_GET(self) -> None:
        self._answer(body=True)

    def _send(self, status: int, data: bytes, headers: dict[str, str], body: bool) -> None:
        self.send_response(status)
        for key, value in {"Content-Length": str(len(data)), **headers}.items():
            self.send_header(key, value)
        self.end_headers()
        if body:
            cut, self.hub.cut_after = (
                (self.hub.cut_after, 0) if len(data) > self.hub.cut_after > 0 else (0, self.hub.cut_after)
            )
            self.wfile.write(data[:cut] if cut else data)
            if cut:
                self.wfile.flush()
                self.close_connection = True
                self.connection.close()

    def _answer(self, body: bool) -> None:
        hub = self.hub
        hub.requests.append(f"{self.command} {self.path}")
        if hub.status:
            headers = {"X-Error-Code": "GatedRepo"} if hub.status == 403 else {}
            if hub.status == 404:
                headers = {"X-Error-Code": "RepoNotFound"}
            self._send(hub.status, b"{}", headers, body)
            return
        path = self.path.partition("?")[0]
        if "/tree/" in path:
            tree = [
                {"type": "file", "path": name, "size": len(data), "oid": "b", **self._lfs(name, data, "oid")}
                for name, data in hub.files.items()
            ]
            self._send(200, json.dumps(tree).encode(), {"Content-Type": "application/json"}, body)
            return
        if path.startswith("/api/models/"):
            siblings = [
                {"rfilename": name, "size": len(data), "blobId": "b", **self._lfs(name, data, "sha256")}
                for name, data in hub.files.items()
            ]
            found = {"id": "owner/model", "modelId": "owner/model", "sha": hub.commit, "siblings": siblings, "tags": []}
            self._send(200, json.dumps(found).encode(), {"Content-Type": "application/json"}, body)
            return
        name = path.rpartition("/")[2]
        if "/resolve/" not in path or name not in hub.files:
            self._send(404, b"", {"X-Error-Code": "EntryNotFound"}, body)
            return
        data = hub.files[name]
        headers = {
            "ETag": f'"{hashlib.sha256(data).hexdigest()}"',
            "X-Repo-Commit": hub.commit,
            "Accept-Ranges": "bytes",
        }
        wanted = self.headers.get("Range", "")
        if wanted.startswith("bytes="):
            start, _, end = wanted[6:].partition("-")
            first, last = int(start), int(end) if end else len(data) - 1
            headers["Content-Range"] = f"bytes {first}-{last}/{len(data)}"
            self._send(206, data[first : last + 1], headers, body)
        else:
            self._send(200, data, headers, body)

    def _lfs(self, name: str, data: bytes, key: str) -> dict[str, object]:
        if not name.endswith(".safetensors"):
            return {}
        digest = hashlib.sha256(b"other" if self.hub.lie and key == "sha256" else data).hexdigest()
        return {"lfs": {key: digest, "size": len(data), "pointerSize": 134}}


@contextlib.contextmanager
def serving(folder: Path) -> Iterator[Hub]:
    """The files of a folder as every model of a Hub."""
    hub = Hub(folder)
    handler = type("Handler", (_Handler,), {"hub": hub})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    hub.address = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield hub
    finally:
        server.shutdown()
        server.server_close()
