package dev.callfile.access;

import static dev.callfile.Api.as;
import static dev.callfile.Api.calls;
import static dev.callfile.Api.newCase;

import dev.callfile.Tokens;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.jwt.build.JwtClaimsBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.Test;

/** A file with the old key and the new one lets both in, as docs/kubernetes.md has it for an exchange without an outage. */
@QuarkusTest
@TestProfile(JwtKeysTest.TwoKeys.class)
class JwtKeysTest {

    private static final RsaJsonWebKey OLD = key("old");
    private static final RsaJsonWebKey NEW = key("new");

    public static class TwoKeys implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            try {
                Path file = Files.createTempFile("keys", "");
                file.toFile().deleteOnExit();
                Files.writeString(file, new JsonWebKeySet(OLD, NEW).toJson(OutputControlLevel.PUBLIC_ONLY));
                return Map.of("mp.jwt.verify.publickey.location", file.toString());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private final String caseId = newCase();
    private final JwtClaimsBuilder claims = Tokens.claims("phone-calls:read", caseId);

    @Test
    void token_ofEitherKey_mayRead() {
        as(claims.jws().keyId("old").sign(OLD.getPrivateKey()))
                .get(calls(caseId))
                .then()
                .statusCode(200);
        as(claims.jws().keyId("new").sign(NEW.getPrivateKey()))
                .get(calls(caseId))
                .then()
                .statusCode(200);
    }

    @Test
    void token_ofNoSuchKey_orThatNamesNone_isRefused() {
        as(claims.jws().keyId("old").sign(NEW.getPrivateKey()))
                .get(calls(caseId))
                .then()
                .statusCode(401);
        as(claims.jws().keyId("older").sign(OLD.getPrivateKey()))
                .get(calls(caseId))
                .then()
                .statusCode(401);
        as(claims.sign(OLD.getPrivateKey())).get(calls(caseId)).then().statusCode(401);
    }

    private static RsaJsonWebKey key(String id) {
        try {
            RsaJsonWebKey key = RsaJwkGenerator.generateJwk(2048);
            key.setKeyId(id);
            return key;
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }
}
