"""The echo API on FastAPI, for uvicorn: unsealed, and behind the middleware of hpke-http as its documentation has it.

HPKE_HTTP_KEY names a file with the private key.
"""

import os
from pathlib import Path

from fastapi import FastAPI, Request, Response
from hpke_http.middleware.fastapi import HPKEMiddleware
from hpke_http_messages import AUTHORITY, KEY_ID, PSK, PSK_ID, TRANSPORT_PATH
from starlette.types import Scope

api = FastAPI()
replays: set[bytes] = set()


@api.post("/echo")
async def echo(request: Request) -> Response:
    return Response(await request.body(), media_type="application/octet-stream")


def resolve_psk(psk_id: bytes, _scope: Scope) -> bytes:
    if psk_id != PSK_ID:
        raise LookupError
    return PSK


def admit_replay(replay_id: bytes, _deadline: int, _scope: Scope) -> bool:
    """In the memory of one process; nothing is dropped, as a run is short."""
    is_new = replay_id not in replays
    replays.add(replay_id)
    return is_new


protected_api = HPKEMiddleware(
    api,
    Path(os.environ["HPKE_HTTP_KEY"]).read_bytes(),
    KEY_ID,
    resolve_psk,
    admit_replay,
    key_use_for_s=3600,
    transport_path=TRANSPORT_PATH,
    expected_authority=AUTHORITY,
)
