"""An authority of our own that certifies a server on this machine, as a company has one that no browser knows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


@dataclass(frozen=True)
class OwnAuthority:
    """Where its certificate is, and a certificate by it for `127.0.0.1` with its key."""

    certificate: Path
    server: Path
    key: Path


def own_authority(folder: Path) -> OwnAuthority:
    """A new one, with its files in a folder."""
    found = OwnAuthority(folder / "authority.pem", folder / "server.pem", folder / "server.key")
    of_authority, of_server = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    name = _name("Acme Authority")
    own = _about(name, name, of_authority.public_key())
    own = own.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    own = own.add_extension(_may(signs=True), critical=True)
    own = own.add_extension(x509.SubjectKeyIdentifier.from_public_key(of_authority.public_key()), critical=False)
    of_it = _about(_name("login"), name, of_server.public_key())
    of_it = of_it.add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
    by = x509.AuthorityKeyIdentifier.from_issuer_public_key(of_authority.public_key())
    of_it = of_it.add_extension(by, critical=False)
    for path, each in ((found.certificate, own), (found.server, of_it)):
        signed = each.sign(of_authority, hashes.SHA256())
        path.write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    found.key.write_bytes(
        of_server.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    return found


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _about(subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=1))
    )


def _may(*, signs: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=False, content_commitment=False, key_encipherment=False, data_encipherment=False,
        key_agreement=False, key_cert_sign=signs, crl_sign=signs, encipher_only=False, decipher_only=False,
    )  # fmt: skip
