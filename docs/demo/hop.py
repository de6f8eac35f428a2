#!/usr/bin/env python3
"""A hop in the middle: it ends the client's connection, opens its own to the API, and logs every body that it sees.

    hop.py API_PORT LOG_FILE

It stands for the CDN, load balancer, gateway or debugging proxy at which TLS ends. It prints `port N` once it listens.
"""

import http.client
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

API_PORT, LOG_FILE = int(sys.argv[1]), Path(sys.argv[2])


class Hop(BaseHTTPRequestHandler):
    """Forwards POST requests."""

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        log(f"{self.command} {self.path}", self.headers["content-type"], body)
        upstream = http.client.HTTPConnection("127.0.0.1", API_PORT)
        upstream.request(self.command, self.path, body, {"content-type": self.headers["content-type"]})
        response = upstream.getresponse()
        answer = response.read()
        log(f"status {response.status}", response.headers["content-type"], answer)
        self.send_response(response.status)
        for name in ("content-type", "content-length", "cache-control"):
            self.send_header(name, response.headers[name])
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_: object) -> None:
        """Quiet."""


def log(what: str, media_type: str, body: bytes) -> None:
    with LOG_FILE.open("ab") as file:
        file.write(f"{what}, {media_type}, {len(body)} bytes:\n".encode() + body + b"\n")


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", 0), Hop)
    print(f"port {server.server_port}", flush=True)
    server.serve_forever()
