package dev.callfile;

import io.smallrye.jwt.build.Jwt;
import io.smallrye.jwt.build.JwtClaimsBuilder;
import java.time.Duration;
import java.util.List;

/** Really signed tokens, as an issuer makes them. */
public final class Tokens {

    private Tokens() {}

    /** May read the phone calls of these cases. */
    public static String reader(String... cases) {
        return claims("phone-calls:read", cases).sign();
    }

    public static JwtClaimsBuilder claims(String scope, String... cases) {
        return Jwt.issuer("https://issuer.example.com")
                .audience("callfile")
                .subject("case-worker")
                .claim("scope", scope)
                .claim("cases", List.of(cases))
                .expiresIn(Duration.ofMinutes(5));
    }
}
