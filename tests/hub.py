"""A stand-in for the Hugging Face Hub: a real HTTP server on loopback with the endpoints that ``huggingface_hub`` uses."""

from __future__ import annotations

import contextlib
import hashlib
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, unquote


class Hub:
    """What the server serves, how it misbehaves, and what it was asked.

    Attributes:
        files: The files of every model.
        status: An HTTP status to answer everything with, 0 for what is right.
        cut_after: Bytes of a download after which the connection is cut, once.
        lie: Whether a checksum is wrong.
        proposal: Files that a pull request adds, by its author; None if there is no pull request.
        requests: Method and path of each request.
    """

    def __init__(self, folder: Path) -> None:
        self.files = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
        self.status = 0
        self.cut_after = 0
        self.lie = False
        self.proposal: tuple[str, dict[str, bytes]] | None = None
        self.requests: list[str] = []
        self.address = ""

    @property
    def commit(self) -> str:
        """Of the files as they are."""
        return self.commit_of(self.files)

    def files_at(self, path: str) -> dict[str, bytes]:
        """The files of the branch, or of the pull request if a path names that, by its reference or its commit."""
        proposed = {**self.files, **self.proposal[1]} if self.proposal is not None else self.files
        return proposed if "refs/pr/" in path or self.commit_of(proposed) in path else self.files

    @staticmethod
    def commit_of(files: dict[str, bytes]) -> str:
        """Of files: clients take it that those of a commit never change."""
        digest = hashlib.sha256()
        for name, data in sorted(files.items()):
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
        path, _, query = self.path.partition("?")
        if path.endswith("/discussions"):
            self._discussions(query, body)
            return
        files = hub.files_at(unquote(path))
        if "/tree/" in path:
            tree = [
                {"type": "file", "path": name, "size": len(data), "oid": "b", **self._lfs(name, data, "oid")}
                for name, data in files.items()
            ]
            self._send(200, json.dumps(tree).encode(), {"Content-Type": "application/json"}, body)
            return
        if path.startswith("/api/models/"):
            siblings = [
                {"rfilename": name, "size": len(data), "blobId": "b", **self._lfs(name, data, "sha256")}
                for name, data in files.items()
            ]
            found = {
                "id": "owner/model",
                "modelId": "owner/model",
                "sha": hub.commit_of(files),
                "siblings": siblings,
                "tags": [],
            }
            self._send(200, json.dumps(found).encode(), {"Content-Type": "application/json"}, body)
            return
        name = path.rpartition("/")[2]
        if "/resolve/" not in path or name not in files:
            self._send(404, b"", {"X-Error-Code": "EntryNotFound"}, body)
            return
        data = files[name]
        headers = {
            "ETag": f'"{hashlib.sha256(data).hexdigest()}"',
            "X-Repo-Commit": hub.commit_of(files),
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

    def _discussions(self, query: str, body: bool) -> None:
        wanted = parse_qs(query).get("author", [""])[0]
        author = self.hub.proposal[0] if self.hub.proposal is not None else ""
        found = {
            "num": 3, "title": "Adding `safetensors` variant of this model", "status": "open", "isPullRequest": True,
            "author": {"name": author}, "createdAt": "2024-01-01T00:00:00.000Z", "repo": {"name": "owner/model", "type": "model"},
        }  # fmt: skip
        listed = [found] if author and wanted in ("", author) else []
        answer = {"discussions": listed, "count": len(listed), "start": 0}
        self._send(200, json.dumps(answer).encode(), {"Content-Type": "application/json"}, body)

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
