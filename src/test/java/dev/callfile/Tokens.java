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

    /** May do everything in these cases. */
    public static String writer(String... cases) {
        return claims("phone-calls:read phone-calls:write recordings:read", cases)
                .sign();
    }

    /** May read and hear the phone calls of these cases. */
    public static String listener(String... cases) {
        return claims("phone-calls:read recordings:read", cases).sign();
    }

    /** May do what concerns the whole store, and read and write every case. */
    public static String admin() {
        return claims("phone-calls:read phone-calls:write phone-calls:admin", "*")
                .subject("administrator")
                .sign();
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
