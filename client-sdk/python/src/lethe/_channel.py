"""How a client reaches its server: address, trust, identity, retries."""

from __future__ import annotations

import importlib.metadata
import importlib.resources
import os
import pathlib
import re
import ssl
from dataclasses import dataclass
from typing import Any, Callable, Union

import grpc
import grpc.aio

from lethe import errors

File = Union[str, "os.PathLike[str]"]

_LOOPBACK = re.compile(r"(dns:///)?(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?")
# While the server is away, look for it about as often as the retry policy does.
_RECONNECT_MILLIS_MAX = 2000
# The largest answer of the contract: a batch of 50,000 items, with ids of 256 bytes.
# gRPC takes 4 MiB unless it is told.
_ANSWER_BYTES_MAX = 16 * 1024 * 1024
# The largest request that is kept to be sent again: 10,000 interactions with ids of 256 bytes have
# 5.3 MB. gRPC keeps 256 KiB unless it is told, and does not retry what is larger.
_RETRY_BYTES_MAX = 8 * 1024 * 1024


@dataclass(frozen=True)
class ChannelSettings:
    """What a client was told; contradictions are refused. See `Client` for what each means."""

    target: str
    plaintext: bool = False
    ca: File | None = None
    certificate: File | None = None
    key: File | None = None
    token: Callable[[], str] | None = None
    credentials: grpc.ChannelCredentials | None = None

    def __post_init__(self) -> None:
        files = [self.ca, self.certificate, self.key] != [None, None, None]
        if self.plaintext + files + (self.credentials is not None) > 1:
            raise ValueError(
                "say whom to trust by plaintext, by ca with certificate and key, or by credentials;"
                " not by several of them"
            )
        if (self.certificate is None) != (self.key is None):
            raise ValueError("a certificate and its key come together, and one is missing")
        if self.token and not self._secure and not _LOOPBACK.fullmatch(self.target):
            raise ValueError(
                f"a token must not cross the network in plain text; the target is {self.target}"
            )

    def open(self) -> grpc.Channel:
        if self._secure:
            return grpc.secure_channel(self.target, self._channel_credentials(), self._options())
        channel = grpc.insecure_channel(self.target, self._options())
        return grpc.intercept_channel(channel, _Token(self.token)) if self.token else channel

    def open_async(self) -> grpc.aio.Channel:
        if self._secure:
            credentials = self._channel_credentials()
            return grpc.aio.secure_channel(self.target, credentials, options=self._options())
        interceptors: list[grpc.aio.ClientInterceptor] = []
        if self.token:
            interceptors = [
                _AsyncUnaryToken(self.token),
                _AsyncStreamToken(self.token),
                _AsyncExchangeToken(self.token),
            ]
        return grpc.aio.insecure_channel(
            self.target, options=self._options(), interceptors=interceptors
        )

    def _options(self) -> list[tuple[str, Any]]:
        version = importlib.metadata.version("lethe-client")
        return [
            ("grpc.enable_retries", 1),
            ("grpc.service_config", service_config()),
            # The one place where retries are decided: a DNS record must not overrule it.
            ("grpc.service_config_disable_resolution", 1),
            # What is said in plain text to this machine must not go by a proxy on another.
            ("grpc.enable_http_proxy", 0 if _LOOPBACK.fullmatch(self.target) else 1),
            ("grpc.max_reconnect_backoff_ms", _RECONNECT_MILLIS_MAX),
            ("grpc.max_receive_message_length", _ANSWER_BYTES_MAX),
            ("grpc.per_rpc_retry_buffer_size", _RETRY_BYTES_MAX),
            ("grpc.primary_user_agent", f"lethe-python/{version}"),
        ]

    @property
    def _secure(self) -> bool:
        if self.plaintext:
            return False
        asked = [self.ca, self.certificate, self.credentials] != [None, None, None]
        return asked or not _LOOPBACK.fullmatch(self.target)

    def _channel_credentials(self) -> grpc.ChannelCredentials:
        transport = self.credentials or grpc.ssl_channel_credentials(
            root_certificates=platform_authorities() if self.ca is None else _authorities(self.ca),
            private_key=_read(self.key),
            certificate_chain=_read(self.certificate),
        )
        if not self.token:
            return transport
        bearer = grpc.metadata_call_credentials(_Bearer(self.token), name="lethe")
        return grpc.composite_channel_credentials(transport, bearer)


def platform_authorities() -> bytes | None:
    """The authorities this machine trusts, PEM; None for those that came with grpcio."""
    context = ssl.create_default_context()
    found = [ssl.DER_cert_to_PEM_cert(der) for der in context.get_ca_certs(binary_form=True)]
    folder = ssl.get_default_verify_paths().capath
    if not found and folder:
        # OpenSSL reads a folder only while it verifies; gRPC wants to have it all.
        found = [path.read_text() for path in sorted(pathlib.Path(folder).glob("*.[0-9]"))]
    return "".join(found).encode() or None


def service_config() -> str:
    """What is retried, and how: the same for the clients of all languages."""
    package = importlib.resources.files("lethe")
    return (package / "service-config.json").read_text(encoding="utf-8")


def _authorities(file: File) -> bytes:
    pem = pathlib.Path(file).read_bytes()
    if b"-----BEGIN CERTIFICATE-----" not in pem:
        # gRPC would trust the authorities that came with it instead.
        raise ValueError(f"{os.fspath(file)} holds no certificate in PEM form")
    return pem


def _read(file: File | None) -> bytes | None:
    return None if file is None else pathlib.Path(file).read_bytes()


def _headers(token: Callable[[], str]) -> tuple[tuple[str, str], ...]:
    try:
        return (("authorization", f"Bearer {token()}"),)
    except Exception:
        # Without its text, which may tell secrets, and which gRPC would log.
        raise errors.token_supplier_failed() from None


class _Bearer(grpc.AuthMetadataPlugin):
    """Asks for a token before each attempt of each call, where the connection is encrypted."""

    def __init__(self, token: Callable[[], str]) -> None:
        self._token = token

    def __call__(
        self, context: grpc.AuthMetadataContext, callback: grpc.AuthMetadataPluginCallback
    ) -> None:
        try:
            headers = _headers(self._token)
        except errors.LetheError as failure:
            callback((), failure)
        else:
            callback(headers, None)


class _Token(
    grpc.UnaryUnaryClientInterceptor,
    grpc.UnaryStreamClientInterceptor,
    grpc.StreamStreamClientInterceptor,
):
    """Sends a token to a server on this machine in plain text, which `_Bearer` refuses to."""

    def __init__(self, token: Callable[[], str]) -> None:
        self._token = token

    def intercept_unary_unary(self, continuation: Any, details: Any, request: Any) -> Any:
        return continuation(self._with_token(details), request)

    def intercept_unary_stream(self, continuation: Any, details: Any, request: Any) -> Any:
        return continuation(self._with_token(details), request)

    def intercept_stream_stream(self, continuation: Any, details: Any, requests: Any) -> Any:
        return continuation(self._with_token(details), requests)

    def _with_token(self, details: Any) -> Any:
        return details._replace(metadata=(*(details.metadata or ()), *_headers(self._token)))


class _AsyncUnaryToken(grpc.aio.UnaryUnaryClientInterceptor):
    """The same over asyncio, whose calls each have at most one interceptor of their kind."""

    def __init__(self, token: Callable[[], str]) -> None:
        self._token = token

    async def intercept_unary_unary(self, continuation: Any, details: Any, request: Any) -> Any:
        return await continuation(_with_token(details, self._token), request)


class _AsyncStreamToken(grpc.aio.UnaryStreamClientInterceptor):
    """The same for watches."""

    def __init__(self, token: Callable[[], str]) -> None:
        self._token = token

    async def intercept_unary_stream(self, continuation: Any, details: Any, request: Any) -> Any:
        return await continuation(_with_token(details, self._token), request)


class _AsyncExchangeToken(grpc.aio.StreamStreamClientInterceptor):
    """The same for imports."""

    def __init__(self, token: Callable[[], str]) -> None:
        self._token = token

    async def intercept_stream_stream(self, continuation: Any, details: Any, requests: Any) -> Any:
        return await continuation(_with_token(details, self._token), requests)


def _with_token(details: Any, token: Callable[[], str]) -> Any:
    metadata = grpc.aio.Metadata(*(details.metadata or ()), *_headers(token))
    return details._replace(metadata=metadata)
