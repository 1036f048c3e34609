package dev.callfile.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.smallrye.jwt.auth.principal.DefaultJWTCallerPrincipal;
import io.smallrye.jwt.auth.principal.DefaultJWTTokenParser;
import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import io.smallrye.jwt.auth.principal.JWTCallerPrincipal;
import io.smallrye.jwt.auth.principal.JWTCallerPrincipalFactory;
import io.smallrye.jwt.auth.principal.ParseException;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jose4j.jwt.consumer.JwtContext;
import org.jspecify.annotations.Nullable;

/**
 * Remembers for a minute which tokens have been verified: a reader sends the same token with every request, and to verify
 * it takes longer than to read a page. A token that was refused is verified again every time, and so is one that has
 * expired since. A key that the issuer has withdrawn is good for that minute more.
 */
@ApplicationScoped
@Alternative
@Priority(1)
class VerifiedTokens extends JWTCallerPrincipalFactory {

    private static final Duration REMEMBERED = Duration.ofMinutes(1);

    /** Bounds the memory; a token that is forgotten is verified once more. */
    private static final int MOST_TOKENS = 1_000;

    private final DefaultJWTTokenParser verifier = new DefaultJWTTokenParser();
    private final Cache<String, JWTCallerPrincipal> verified = Caffeine.newBuilder()
            .maximumSize(MOST_TOKENS)
            .expireAfterWrite(REMEMBERED)
            .build();

    @Override
    public JWTCallerPrincipal parse(String token, JWTAuthContextInfo settings) throws ParseException {
        JWTCallerPrincipal known = verified.getIfPresent(token);
        if (known != null && Instant.now().getEpochSecond() < known.getExpirationTime()) {
            return known;
        }
        JWTCallerPrincipal caller = new Caller(verifier.parse(token, settings));
        verified.put(token, caller);
        return caller;
    }

    /** Makes JSON of a claim once; to look for one that no specification names costs an exception each time. */
    private static final class Caller extends DefaultJWTCallerPrincipal {

        private final Map<String, Object> claims = new ConcurrentHashMap<>();

        Caller(JwtContext verified) {
            super(verified.getJoseObjects().get(0).getHeader("typ"), verified.getJwtClaims());
        }

        @Override
        protected @Nullable Object getClaimValue(String name) {
            return claims.computeIfAbsent(name, super::getClaimValue);
        }
    }
}
