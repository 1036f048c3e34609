package dev.callfile.access;

import io.quarkus.security.ForbiddenException;
import jakarta.enterprise.context.RequestScoped;
import jakarta.json.JsonArray;
import jakarta.json.JsonString;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.microprofile.jwt.JsonWebToken;

/**
 * What the request's token admits. {@code scope} is a string of words; {@code cases} is a list of case ids, or
 * {@code ["*"]} for every case. A claim of any other shape admits nothing.
 */
@RequestScoped
public class CaseAccess {

    private static final String EVERY_CASE = "*";

    private final JsonWebToken token;

    CaseAccess(JsonWebToken token) {
        this.token = token;
    }

    /**
     * Goes on only where the token has the scope and may see the case. Whether the case exists plays no part.
     *
     * @param caseId as the caller wrote it; case ids are ULIDs, so upper and lower case are the same
     * @throws ForbiddenException otherwise
     */
    public void require(Scope scope, String caseId) {
        if (!hasScope(scope) || !maySee(caseId)) {
            throw new ForbiddenException();
        }
    }

    /**
     * Goes on only where the token has the scope and may see every case: for what belongs to none.
     *
     * @throws ForbiddenException otherwise
     */
    public void requireEveryCase(Scope scope) {
        require(scope, EVERY_CASE);
    }

    /** Who the token was made for: its {@code sub}, else its name. No token without either is taken. */
    public String subject() {
        return Objects.requireNonNullElseGet(token.getSubject(), token::getName);
    }

    /** The issuer and subject of the token; empty where there is none. */
    public Optional<String> caller() {
        return token.getIssuer() == null ? Optional.empty() : Optional.of(token.getIssuer() + " " + subject());
    }

    private boolean hasScope(Scope scope) {
        Optional<Object> claim = token.claim("scope");
        return claim.map(CaseAccess::text)
                .map(words -> Arrays.asList(words.split(" ")).contains(scope.word()))
                .orElse(false);
    }

    private boolean maySee(String caseId) {
        Optional<Object> claim = token.claim("cases");
        return claim.filter(JsonArray.class::isInstance).map(JsonArray.class::cast).stream()
                .flatMap(cases -> cases.getValuesAs(CaseAccess::text).stream())
                .anyMatch(allowed -> allowed.equals(EVERY_CASE) || allowed.equalsIgnoreCase(caseId));
    }

    private static String text(Object claim) {
        return claim instanceof JsonString string ? string.getString() : claim instanceof String text ? text : "";
    }
}
