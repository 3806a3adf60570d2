"""Certificates for a test: an authority, a server on localhost, a client."""

from __future__ import annotations

import datetime
import pathlib

import grpc
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID


class Authority:
    def __init__(self) -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = _name("authority")
        builder = self._builder("authority", self._key).add_extension(
            x509.BasicConstraints(ca=True, path_length=None), critical=True
        )
        self._certificate = _pem(builder.sign(self._key, hashes.SHA256()))

    def server_credentials(self, clients_too: bool = False) -> grpc.ServerCredentials:
        certificate, key = self._issue("localhost")
        if not clients_too:
            return grpc.ssl_server_credentials([(key, certificate)])
        return grpc.ssl_server_credentials(
            [(key, certificate)], root_certificates=self._certificate, require_client_auth=True
        )

    def write(self, folder: pathlib.Path) -> pathlib.Path:
        file = folder / "ca.pem"
        file.write_bytes(self._certificate)
        return file

    def write_client(self, folder: pathlib.Path) -> tuple[pathlib.Path, pathlib.Path]:
        files = folder / "client.pem", folder / "client.key"
        for file, data in zip(files, self._issue("office")):
            file.write_bytes(data)
        return files

    def _issue(self, name: str) -> tuple[bytes, bytes]:
        key = ec.generate_private_key(ec.SECP256R1())
        builder = self._builder(name, key).add_extension(
            x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False
        )
        secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        return _pem(builder.sign(self._key, hashes.SHA256())), secret

    def _builder(self, name: str, key: ec.EllipticCurvePrivateKey) -> x509.CertificateBuilder:
        now = datetime.datetime.now(datetime.timezone.utc).replace(tzinfo=None)
        return (
            x509.CertificateBuilder()
            .subject_name(_name(name))
            .issuer_name(self._name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - datetime.timedelta(hours=1))
            .not_valid_after(now + datetime.timedelta(hours=1))
        )


def _name(common_name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)])


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(Encoding.PEM)
