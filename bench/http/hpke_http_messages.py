"""Seals requests with hpke-http's client, into a file for messages.lua.

hpke_http_messages.py KEYFILE ADDRESS COUNT FILE
hpke_http_messages.py --key KEYFILE
"""

import os
import sys
import urllib.request
from pathlib import Path

from hpke_http import (
    REQUEST_MEDIA_TYPE,
    Client,
    Header,
    Method,
    ProtectedRequest,
    RequestHead,
    generate_key_pair,
)

KEY_ID, PSK_ID, PSK = b"key-1", b"client-1", bytes(range(32))
AUTHORITY, TRANSPORT_PATH = "api.example", "/protected"
BODY = os.urandom(1024)


def main(arguments: list[str]) -> None:
    if arguments[0] == "--key":
        pair = generate_key_pair()
        Path(arguments[1]).write_bytes(pair.private_key)
        Path(arguments[1] + ".pub").write_bytes(pair.public_key)
        return
    key, address, count, path = arguments
    client = Client(Path(key + ".pub").read_bytes(), KEY_ID, PSK, PSK_ID)
    check(client, address)
    with Path(path).open("wb") as file:
        for _ in range(int(count)):
            message, answer = seal(client)
            answer.close()
            request = outer(address, message)
            file.write(b"%08d" % len(request) + request)


def seal(client: Client) -> tuple[bytes, ProtectedRequest]:
    head = RequestHead(
        method=Method.POST,
        authority=AUTHORITY,
        path="/echo",
        headers=(Header("content-type", "application/octet-stream"),),
    )
    writer, message = client.begin_stream(head)
    offset = 0
    while offset < len(BODY):
        used, record = writer.push(BODY[offset:])
        offset += used
        message += record or b""
    end, answer = writer.finish()
    return message + end, answer


def outer(address: str, message: bytes) -> bytes:
    head = f"POST {TRANSPORT_PATH} HTTP/1.1\r\nHost: {address}\r\nContent-Type: {REQUEST_MEDIA_TYPE}\r\n"
    return f"{head}Cache-Control: no-store\r\nContent-Length: {len(message)}\r\n\r\n".encode() + message


def check(client: Client, address: str) -> None:
    """One exchange, opened: what is measured must be what it seems to be."""
    message, answer = seal(client)
    request = urllib.request.Request(f"http://{address}{TRANSPORT_PATH}", message, {"Content-Type": REQUEST_MEDIA_TYPE})
    with urllib.request.urlopen(request) as response:
        opened = answer.open_response(response.read())
    if (opened.status, opened.body) != (200, BODY):
        raise SystemExit("hpke-http did not answer with the body that it got")


if __name__ == "__main__":
    main(sys.argv[1:])
