"""How a server is reached: in plain text or not, as whom, and what is refused."""

from __future__ import annotations

import pathlib
import socket
from typing import Any

import grpc
import pytest
from authority import Authority
from conftest import Connect
from fake_server import FakeServer

import lethe
from lethe import _channel


@pytest.mark.parametrize(
    ("target", "secure"),
    [
        ("localhost:7707", False),
        ("127.0.0.1:7707", False),
        ("127.8.0.1", False),
        ("[::1]:7707", False),
        ("dns:///localhost:7707", False),
        ("localhost.example.org:7707", True),
        ("127.0.0.1.example.org:7707", True),
        ("10.0.0.1:7707", True),
        ("lethe:7707", True),
    ],
)
def test_target_decides_on_encryption(target: str, secure: bool) -> None:
    assert _channel.ChannelSettings(target)._secure is secure


@pytest.mark.parametrize(
    ("settings", "complaint"),
    [
        ({"plaintext": True, "ca": "ca.pem"}, "not by several"),
        ({"ca": "ca.pem", "credentials": grpc.ssl_channel_credentials()}, "not by several"),
        ({"certificate": "own.pem"}, "one is missing"),
        ({"plaintext": True, "token": lambda: "secret"}, "the target is lethe:7707"),
        ({"timeout": 0}, "more than 0 seconds"),
    ],
)
def test_contradictions_are_refused(settings: dict[str, Any], complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        lethe.Client("lethe:7707", **settings)


def test_token_to_another_machine_over_tls_is_fine() -> None:
    with lethe.Client("lethe:7707", token=lambda: "secret") as client:
        assert repr(client) == "Client('lethe:7707')"


def _broken() -> str:
    raise RuntimeError("a secret")


def test_token_supplier_fails_is_said_without_its_text(
    server: FakeServer, connect: Connect
) -> None:
    client = connect(server.target, token=_broken)

    with pytest.raises(lethe.UnauthenticatedError, match=r"the token supplier failed$"):
        client.recommend("movies", "ann", 1)


def test_token_supplier_fails_over_tls_is_not_logged_nor_waited_for(
    connect: Connect, tmp_path: pathlib.Path, caplog: pytest.LogCaptureFixture
) -> None:
    authority = Authority()
    server = FakeServer(authority.server_credentials())
    client = connect(f"localhost:{server.port}", ca=authority.write(tmp_path), token=_broken)

    with pytest.raises(lethe.UnauthenticatedError, match=r"the token supplier failed$"):
        client.erasure("erasures/0bc2c7e8-0a4c-4f0f-9a52-5e0f5a3c4a52").wait(timeout=60)
    server.close()

    assert "a secret" not in caplog.text


def test_this_machine_is_never_reached_by_a_proxy(
    server: FakeServer, connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as proxy:
        proxy.settimeout(0.5)
        address = f"http://127.0.0.1:{proxy.getsockname()[1]}"
        for name in ("http_proxy", "https_proxy", "grpc_proxy"):
            monkeypatch.setenv(name, address)
        for name in ("no_proxy", "no_grpc_proxy", "NO_PROXY"):
            monkeypatch.delenv(name, raising=False)
        client = connect(f"localhost:{server.port}", token=lambda: "secret")

        client.recommend("movies", "ann", 1)

        with pytest.raises(socket.timeout):
            proxy.accept()


def test_closed_is_said(server: FakeServer, connect: Connect) -> None:
    client = connect(server.target)
    client.close()

    with pytest.raises(ValueError, match="closed"):
        client.recommend("movies", "ann", 1)


@pytest.mark.parametrize("text", ["", "no certificate"])
def test_authorities_without_a_certificate_are_refused(tmp_path: pathlib.Path, text: str) -> None:
    (tmp_path / "ca.pem").write_text(text)

    with pytest.raises(ValueError, match=r"ca\.pem holds no certificate in PEM form$"):
        lethe.Client("localhost:7707", ca=tmp_path / "ca.pem")


def test_missing_file_is_said(tmp_path: pathlib.Path) -> None:
    with pytest.raises(FileNotFoundError):
        lethe.Client("lethe:7707", ca=tmp_path / "none.pem")


def test_token_plain_text_on_this_machine_is_sent_with_calls_and_watches(
    server: FakeServer, connect: Connect
) -> None:
    tokens = iter(range(100))
    client = connect(server.target, token=lambda: f"t{next(tokens)}")

    client.recommend("movies", "ann", 1)
    client.unlearn("movies", user="ann").wait()

    assert server.faults.headers("Recommend")[0]["authorization"] == "Bearer t0"
    assert server.faults.headers("Unlearn")[0]["authorization"] == "Bearer t1"
    assert server.unlearning.watch_headers["authorization"] == "Bearer t2"


def test_token_over_tls_is_asked_for_before_each_attempt(
    connect: Connect, tmp_path: pathlib.Path
) -> None:
    authority = Authority()
    server = FakeServer(authority.server_credentials())
    tokens = iter(range(100))
    client = connect(
        f"localhost:{server.port}",
        ca=authority.write(tmp_path),
        token=lambda: f"t{next(tokens)}",
    )
    server.faults.lose_answers(2, grpc.StatusCode.UNAVAILABLE)

    client.recommend("movies", "ann", 1)
    client.unlearn("movies", user="ann").wait()
    server.close()

    sent = [headers["authorization"] for headers in server.faults.headers("Recommend")]
    assert sent == ["Bearer t0", "Bearer t1", "Bearer t2"]
    assert server.unlearning.watch_headers["authorization"] == "Bearer t4"


def test_client_certificate_is_shown(connect: Connect, tmp_path: pathlib.Path) -> None:
    authority = Authority()
    server = FakeServer(authority.server_credentials(clients_too=True))
    target = f"localhost:{server.port}"
    certificate, key = authority.write_client(tmp_path)

    known = connect(target, ca=authority.write(tmp_path), certificate=certificate, key=str(key))
    unknown = connect(target, ca=authority.write(tmp_path))

    assert known.recommend("movies", "ann", 1).items
    with pytest.raises(lethe.UnavailableError):
        unknown.recommend("movies", "ann", 1)
    server.close()


def test_server_of_another_authority_is_not_trusted(
    connect: Connect, tmp_path: pathlib.Path
) -> None:
    server = FakeServer(Authority().server_credentials())

    client = connect(f"localhost:{server.port}", ca=Authority().write(tmp_path))

    with pytest.raises(lethe.UnavailableError):
        client.recommend("movies", "ann", 1)
    assert server.faults.calls == []
    server.close()


def test_platform_authorities_file_or_folder(
    tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pem = Authority().write(tmp_path).read_text()
    (tmp_path / "0a1b2c3d.0").write_text(pem)
    none = tmp_path / "none"

    monkeypatch.setenv("SSL_CERT_DIR", str(none))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    assert _channel.platform_authorities() == pem.encode()

    monkeypatch.setenv("SSL_CERT_FILE", str(none))
    assert _channel.platform_authorities() is None

    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path))
    assert _channel.platform_authorities() == pem.encode()
