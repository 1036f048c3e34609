"""Really signed bearer tokens, as an issuer makes them."""

import base64
import json
import os
import subprocess
import time

from processes import ISSUER

SUBJECTS = 16


def openssl(*arguments, given=b""):
    return subprocess.run(["openssl", *arguments], input=given, capture_output=True, check=True).stdout


def encoded(part):
    return base64.urlsafe_b64encode(part).rstrip(b"=")


def write(folder):
    """Writes the issuer's public key, and the tokens of some case workers, one a line; returns both paths."""
    private, public = os.path.join(folder, "issuer.pem"), os.path.join(folder, "key.pem")
    openssl("genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048", "-out", private)
    openssl("pkey", "-in", private, "-pubout", "-out", public)
    tokens = os.path.join(folder, "tokens")
    with open(tokens, "w") as file:
        for number in range(SUBJECTS):
            claims = {
                "iss": ISSUER, "aud": "callfile", "sub": f"case-worker-{number}", "iat": int(time.time()),
                "exp": int(time.time()) + 24 * 3600, "scope": "phone-calls:read", "cases": ["*"],
            }
            head = {"alg": "RS256", "typ": "JWT"}
            said = b".".join(encoded(json.dumps(part).encode()) for part in (head, claims))
            signature = openssl("dgst", "-sha256", "-sign", private, given=said)
            file.write((said + b"." + encoded(signature)).decode() + "\n")
    return public, tokens
