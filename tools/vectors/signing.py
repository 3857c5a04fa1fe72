"""Classes sign, address and head: who may say what (PROTOCOL 2.1, 3.3, 10).

The ten edge cases are facts published with K. Chalkias, F. Garillot, V. Nikolaenko, "Taming the many EdDSAs" (SSR 2020),
https://github.com/novifinancial/ed25519-speccheck (Apache-2.0); which of them hold is our rule 2.1, not theirs.
"""

from __future__ import annotations

from homeward.circle.epoch import address_of
from homeward.keys import derive, sign

from .case import Case, Cases, b64, draw

_L = 2**252 + 27742317777372353535851937790883648493
_P = 2**255 - 19
_M = ("8c93255d71dcab10e8f379c26200f3c7bd5f09d9bc3068d3ef4edeb4853022b6", "9bd9f44f4dcc75bd531b56b2cd280b0bb38fc1cd6d1230e14861d861de092e79",
      "aebf3f2601a0c8c5d39cc7d8911642f740b78168218da8471772b35f9d35b9ab", "e47d62c63f830dc7a6851a0b1f33ae4bb2f507fb6cffec4011eaccd55b53f56c",
      "85e241a07d148b41e47d62c63f830dc7a6851a0b1f33ae4bb2f507fb6cffec40", "fdaebc429f4a735932a160da1301080c13280eea8bc280d1b392c6b9e6ba3a5a",
      "84b698d39be126ff55fe45079e6c8bf64a0d7db6994560b4e96b7021eb39c1a1")  # fmt: skip
_A = ("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa", "f7badec5b8abeaf699583992219b7b223f1df3fbbea919844e3f7c554a43dd43",
      "cdb267ce40c5cd45306fa5d2f29731459387dbf9eb933b7bd5aed9a765b88d4d", "442aad9f089ad9e14647b1ef9099a1ff4798d78589e66f28eca69c11f582a623")  # fmt: skip
_EDGE = (
    (0, 0, "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a" + "00" * 32, False, "A and R of small order, S = 0"),
    (1, 0, "f7badec5b8abeaf699583992219b7b223f1df3fbbea919844e3f7c554a43dd43a5bb704786be79fc476f91d3f3f89b03984d8068dcf1bb7dfc6637b45450ac04",
     False, "A of small order"),
    (2, 1, "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa8c4bd45aecaca5b24fb97bc10ac27ac8751a7dfe1baff8b953ec9f5833ca260e",
     False, "R of small order"),
    (1, 2, "9046a64750444938de19f227bb80485e92b83fdb4b6506c160484c016cc1852f87909e14428a7a1d62e9f22f3d3ad7802db02eb2e688b6c52fcd6648a98bd009",
     True, "A and R of mixed order, and the equation holds without the cofactor: valid"),
    (3, 2, "160a1cb0dc9c0258cd0a7d23e94d8fa878bcb1925f2c64246b2dee1796bed5125ec6bc982a269b723e0668e540911a9a6a58921d6925e434ab10aa7940551a09",
     False, "mixed order, and the equation holds with the cofactor only"),
    (3, 2, "21122a84e0b5fca4052f5b1235c80a537878b38f3142356b2c2384ebad4668b7e40bc836dac0f71076f9abe3a53f9c03c1ceeeddb658d0030494ace586687405",
     False, "mixed order, and the equation holds with the cofactor only, and only if k is not reduced first"),
    (4, 3, "e96f66be976d82e60150baecff9906684aebb1ef181f67a7189ac78ea23b6c0e547f7690a0e2ddcd04d87dbc3490dc19b3b3052f7ff0538cb68afb369ba3a514",
     False, "S is not below L"),
    (4, 3, "8ce5b96c8f26d0ab6c47958c9e68b937104cd36e13c33566acd2fe8d38aa19427e71f98a473474f2f13f06f97c20d58cc3f54b8bd0d272f42b695dd7e89a8c22",
     False, "S is far above L"),
    (5, 1, "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f454d370c8d9fc323a41450f8d513eafeb5b0697390c1e505a0d4ddc71f566607",
     False, "R is of small order and not canonical; hashed as it stands"),
    (6, 1, "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f084d5b99c2a9463d9c8bd5026916996984eeec87ddf1d3be329006ace1b37b09",
     False, "R is of small order and not canonical; hashed after reduction"),
)  # fmt: skip


def cases() -> Cases:
    """All of them."""
    for number, (message, public, signature, valid, says) in enumerate(_EDGE):
        raw = bytes.fromhex(_M[message]), bytes.fromhex(_A[public]), bytes.fromhex(signature)
        yield _case(f"edge-{number}", says, raw[1], raw[2], raw[0], valid)
    yield from _own()
    yield from _addresses()


def _own() -> Cases:
    key, message = sign.SigningKey.from_seed(draw("signer")), b"homeward"
    good = key.sign(message)
    yield Case("sign", "make", "RFC 8032: seed and message give this key and signature", {"seed": b64(key.seed), "message": b64(message)},
               {"public": b64(key.public), "signature": b64(good)})  # fmt: skip
    yield _case("valid", "an ordinary signature", key.public, good, message, True)
    yield _case("valid-empty", "of an empty message", key.public, key.sign(b""), b"", True)
    yield _case("other-message", "another message", key.public, good, b"homewarD", False)
    other = sign.SigningKey.from_seed(draw("other signer"))
    yield _case("other-key", "another key", other.public, good, message, False)
    yield _case("flipped-bit", "one bit of R changed", key.public, bytes([good[0] ^ 1]) + good[1:], message, False)
    larger = int.from_bytes(good[32:], "little") + _L
    yield _case("s-plus-l", "S + L solves the same equation", key.public, good[:32] + larger.to_bytes(32, "little"), message, False)
    yield _case("short", "63 bytes", key.public, good[:63], message, False)
    yield _case("long", "65 bytes", key.public, good + b"\0", message, False)
    yield _case("key-of-31", "a key of 31 bytes", key.public[:31], good, message, False)
    yield _case("all-zero", "a signature of zeros", key.public, bytes(64), message, False)
    small = {"one": 1, "minus-one": _P - 1, "zero": 0, "order-eight": 0x7A03AC9277FDC74EC6CC392CFA53202A0F67100D760B3CBA4FD84D3D706A17C7}
    small["order-eight-negative"] = _P - small["order-eight"]
    yield from _usable(small)
    for name, y in small.items():
        for bit in (0, 1):
            point = (y | bit << 255).to_bytes(32, "little")
            yield _case(f"small-order-{name}-{bit}", "the key has small order; R the same, S = 0", point, point + bytes(32), message, False)
    for name, y in {"p": _P, "p-plus-one": _P + 1, "p-plus-18": _P + 18}.items():
        point = y.to_bytes(32, "little")
        yield _case(f"not-canonical-{name}", "y is not below p", point, (1).to_bytes(32, "little") + bytes(32), message, False)
    off = next(n.to_bytes(32, "little") for n in range(2, 50) if not _on_curve(n))
    yield _case("off-the-curve", "no point has this y", off, good, message, False)


def _usable(small: dict[str, int]) -> Cases:
    ordinary = sign.SigningKey.from_seed(draw("signer")).public
    keys = {
        "ordinary": ordinary,
        "sign-bit": bytes([*ordinary[:31], ordinary[31] ^ 0x80]),
        "short": ordinary[:31],
        "long": ordinary + b"\0",
        "empty": b"",
    }
    keys |= {f"small-order-{name}-{bit}": (y | bit << 255).to_bytes(32, "little") for name, y in small.items() for bit in (0, 1)}
    keys |= {f"not-canonical-{n}": (_P + n).to_bytes(32, "little") for n in (0, 1, 2, 3, 18)}
    for name, public in keys.items():
        usable = name in ("ordinary", "sign-bit")
        assert sign.usable_public(public) is usable, name
        says = "may these bytes be seated as a signing key: 32 bytes, y below p, not of small order (that it is on the curve shows when it is used)"
        yield Case("signing-key", name, says, {"public": b64(public)}, {"usable": usable})


def _on_curve(y: int) -> bool:
    d = -121665 * pow(121666, _P - 2, _P) % _P
    square = (y * y - 1) * pow(d * y * y + 1, _P - 2, _P) % _P
    return square == 0 or pow(square, (_P - 1) // 2, _P) == 1


def _case(name: str, says: str, public: bytes, signature: bytes, message: bytes, valid: bool) -> Case:
    assert sign.verify(public, signature, message) is valid, name
    return Case("sign", name, says, {"public": b64(public), "signature": b64(signature), "message": b64(message)}, {"valid": valid})


def _addresses() -> Cases:
    relay, reader = draw("relay", 16), derive.sha256(draw("token"))
    keys = tuple(sign.SigningKey.from_seed(draw(f"lane {i}")).public for i in range(16))
    writer = sign.SigningKey.from_seed(draw("writer")).public
    kinds = {"talk-log": (writer, keys), "turn-log": (b"", keys), "door-log": (writer, keys[:1]), "writer-only": (writer, ())}
    for name, (w, lanes) in kinds.items():
        asked = {"relay": b64(relay), "writer": b64(w), "lanes": [b64(x) for x in lanes], "reader": b64(reader)}
        yield Case(
            "address",
            name,
            "the address of a log with these keys on this relay",
            asked,
            {"address": b64(address_of(relay, w, lanes, reader))},
        )
    head, hashes = bytes(32), [derive.sha256(draw(f"block {i}", 64)) for i in range(3)]
    heads = []
    for one in hashes:
        head = derive.hash_of("homeward/head/v1", head, one)
        heads.append(b64(head))
    yield Case("head", "three-blocks", "the running head after each block", {"hashes": [b64(h) for h in hashes]}, {"heads": heads})
