package dev.callfile.access;

import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.callfile.Tokens;
import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import io.smallrye.jwt.auth.principal.JWTCallerPrincipal;
import io.smallrye.jwt.auth.principal.ParseException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** A token is remembered only for what it was when it was verified. */
class VerifiedTokensTest {

    private final KeyPair issuer = newPair();
    private final VerifiedTokens tokens = new VerifiedTokens();

    @Test
    void validToken_isVerifiedOnce() throws Exception {
        String token = token(Instant.now().plusSeconds(60));

        JWTCallerPrincipal first = tokens.parse(token, settings(issuer, 0));
        assertSame(first, tokens.parse(token, settings(newPair(), 0)));
        assertNotSame(first, tokens.parse(token(Instant.now().plusSeconds(61)), settings(issuer, 0)));
    }

    /** It is past its time and taken for the clocks' difference; when that is over it is refused, remembered or not. */
    @Test
    void tokenThatExpires_isNotTakenFromMemory() throws Exception {
        String token = token(Instant.now().minusSeconds(2));

        tokens.parse(token, settings(issuer, 60));
        assertThrows(ParseException.class, () -> tokens.parse(token, settings(issuer, 0)));
    }

    @Test
    void refusedToken_isRefusedAgain_andMayBeTakenLater() throws Exception {
        String token = token(Instant.now().plusSeconds(60));

        assertThrows(ParseException.class, () -> tokens.parse(token, settings(newPair(), 0)));
        assertThrows(ParseException.class, () -> tokens.parse(token, settings(newPair(), 0)));
        assertSame(tokens.parse(token, settings(issuer, 0)), tokens.parse(token, settings(issuer, 0)));
    }

    /** A signature of another token under the same claims is another text. */
    @Test
    void alteredToken_isNotTheOneThatIsRemembered() throws Exception {
        String token = token(Instant.now().plusSeconds(60));
        String other = token(Instant.now().plusSeconds(61));
        tokens.parse(token, settings(issuer, 0));

        String altered = token.substring(0, token.lastIndexOf('.')) + other.substring(other.lastIndexOf('.'));
        assertThrows(ParseException.class, () -> tokens.parse(altered, settings(issuer, 0)));
    }

    private String token(Instant expires) {
        return Tokens.claims("phone-calls:read", "*")
                .issuedAt(expires.minusSeconds(300))
                .expiresAt(expires)
                .jws()
                .sign(issuer.getPrivate());
    }

    private static JWTAuthContextInfo settings(KeyPair keys, int skew) {
        JWTAuthContextInfo settings = new JWTAuthContextInfo(keys.getPublic(), "https://issuer.example.com");
        settings.setClockSkew(skew);
        return settings;
    }

    private static KeyPair newPair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has RSA", e);
        }
    }
}
