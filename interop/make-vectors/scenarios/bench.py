"""Where drafts are made. Each scenario has its own, so that no two vectors share a nonce or an ephemeral key."""

from collections.abc import Callable

from sealed_payload_reference.exchange import Exchange
from sealed_payload_reference.head import Head, encode_head
from sealed_payload_reference.hpke import (
    KDF_HKDF_SHA256,
    KEM_X25519,
    Context,
    Suite,
    kem_shared_secret,
    key_schedule,
    setup_sender,
)
from sealed_payload_reference.keys import RecipientKey
from sealed_payload_reference.message_keys import MessageKeys
from sealed_payload_reference.names import info
from sealed_payload_reference.prelude import Prelude, answer_prelude
from sealed_payload_reference.primitives import sha512
from sealed_payload_reference.proof import Statement
from sealed_payload_reference.sealing import EXCHANGE_LIFETIME, Options, Randomness, Recipient, seal_request

from .draft import Draft, Request
from .fixed import API_KEY, ARCHIVE_KEY, TIMESTAMP, fixed

CHACHA = 3
AES = 2

ORDER = Head(
    b"POST",
    b"https",
    b"api.example.com",
    b"/v1/orders?urgent=1",
    fields=[(b"content-type", b"application/json"), (b"authorization", b"Bearer example")],
)

Edit = Callable[[bytes], bytes]


def unchanged(prelude: bytes) -> bytes:
    return prelude


class Bench:
    def __init__(self, name: str) -> None:
        self.name = name

    def randomness(self, what: str = "", timestamp: int = TIMESTAMP) -> Randomness:
        label = f"{self.name} {what}".strip()
        return Randomness(fixed(f"{label} ephemeral", 32), fixed(f"{label} nonce", 16), timestamp)

    def payload(self, key: RecipientKey = ARCHIVE_KEY, aead: int = CHACHA, timestamp: int = TIMESTAMP) -> Draft:
        return self.first(1, key, aead=aead, timestamp=timestamp)

    def order(self, key: RecipientKey = API_KEY, aead: int = CHACHA) -> Draft:
        return self.first(2, key, aead=aead)

    def first(
        self,
        kind: int,
        key: RecipientKey,
        *,
        aead: int = CHACHA,
        timestamp: int = TIMESTAMP,
        edit: Edit = unchanged,
        opener: RecipientKey | None = None,
    ) -> Draft:
        """Kind 1 or 2, its prelude edited before anything is derived from it; for `opener` if not for `key`."""
        randomness = self.randomness()
        suite = Suite(KEM_X25519, KDF_HKDF_SHA256, aead)
        enc, context = setup_sender(suite, randomness.enc_private_key, key.public_key, info(key.iss))
        prelude = edit(Prelude(kind, suite, key.key_id, enc, randomness.nonce, timestamp).encode())
        return _first_draft(kind, key, opener or key, prelude, context, randomness.enc_private_key)

    def low_order(self, enc: bytes) -> Draft:
        """As an opener would see it that does not refuse an all-zero shared secret."""
        suite = Suite(KEM_X25519, KDF_HKDF_SHA256, CHACHA)
        shared_secret = kem_shared_secret(bytes(32), enc, API_KEY.public_key, suite)
        context = key_schedule(suite, shared_secret, info(API_KEY.iss))
        prelude = Prelude(2, suite, API_KEY.key_id, enc, self.randomness().nonce, TIMESTAMP).encode()
        return _first_draft(2, API_KEY, API_KEY, prelude, context, None)

    def request(self, head: Head = ORDER, body: bytes = b"", aead: int = CHACHA, what: str = "request") -> Request:
        """A good one, to be answered."""
        to = Recipient(API_KEY.public_key, API_KEY.iss)
        sealed, exchange = seal_request(to, head, body, self.randomness(what), Options(), aead)
        return Request(b"".join(sealed.wire()), exchange)

    def request_of(self, draft: Draft, head: Head, *texts: bytes) -> Request:
        """A draft of kind 2 as the request to be answered."""
        return Request(
            draft.message(*texts),
            Exchange(
                suite=draft.keys.suite,
                recipient_public_key=draft.recipient.public_key,
                iss=draft.recipient.iss,
                exporter_secret=draft.keys.exporter_secret,
                request_prelude=draft.prelude,
                request_head_sha512=sha512(encode_head(head)),
                request_method=head.method.decode(),
                expires=TIMESTAMP + EXCHANGE_LIFETIME,
            ),
        )

    def answer(self, request: Request | None = None, kind: int = 3, opens: Request | None = None) -> Draft:
        """A response to `request`; the opener holds the exchange of `opens` if that is another one."""
        request = request or self.request()
        exchange = request.exchange
        prelude = answer_prelude(kind, fixed(f"{self.name} nonce", 16))
        keys = MessageKeys(exchange.suite, exchange.exporter_secret, exchange.request_prelude + prelude)
        statement = Statement(
            kind,
            exchange.recipient_public_key,
            info(exchange.iss),
            keys.bind,
            keys.commitment,
            b"",
            exchange.request_head_sha512,
        )
        return Draft(kind, API_KEY, prelude, keys, statement, request=opens or request)


def _first_draft(
    kind: int, key: RecipientKey, opener: RecipientKey, prelude: bytes, context: Context, enc_private_key: bytes | None
) -> Draft:
    keys = MessageKeys(context.suite, context.exporter_secret, prelude)
    statement = Statement(kind, key.public_key, info(key.iss), prelude, keys.commitment, b"")
    return Draft(kind, opener, prelude, keys, statement, context, enc_private_key)
