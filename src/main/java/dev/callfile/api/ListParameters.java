package dev.callfile.api;

import dev.callfile.call.CallStatus;
import dev.callfile.call.CaseId;
import dev.callfile.call.PhoneCallQuery;
import dev.callfile.call.PhoneCallQuery.After;
import dev.callfile.call.PhoneCallQuery.Numbered;
import dev.callfile.call.PhoneCallQuery.Start;
import dev.callfile.call.SortBy;
import dev.callfile.call.SortOrder;
import dev.callfile.problem.FieldError;
import dev.callfile.problem.ProblemCode;
import dev.callfile.problem.ProblemException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads a list's parameters strictly, and finds every fault before it tells any: a typo must never return everything.
 * Ours and not the framework's, which answers 404 to a parameter that it cannot read.
 */
final class ListParameters {

    private static final List<String> NAMES =
            List.of("page", "per_page", "status", "institution_contact_id", "sort_by", "sort_order", "cursor");
    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,18}");
    private static final long LAST_PAGE = 999_999_999_999_999_999L;
    private static final int LONGEST_TEXT = 255;

    private final Map<String, List<String>> given;
    private final List<FieldError> errors = new ArrayList<>();

    private ListParameters(Map<String, List<String>> given) {
        this.given = given;
    }

    /**
     * The query that a request asks for.
     *
     * @param caseId the path's, as written
     * @param given the query's parameters, decoded, each with all its values
     * @throws ProblemException 400 with every fault
     */
    static PhoneCallQuery parse(String caseId, Map<String, List<String>> given) {
        return new ListParameters(given).query(caseId);
    }

    private PhoneCallQuery query(String caseIdText) {
        Optional<CaseId> caseId = CaseId.parse(caseIdText);
        if (caseId.isEmpty()) {
            errors.add(new FieldError("case_id", "must be a ULID: 26 characters of 0-9 and A-Z without I, L, O and U"));
        }
        new TreeSet<>(given.keySet())
                .stream().filter(name -> !NAMES.contains(name)).forEach(this::refuseUnknown);

        long page = number("page", 1, LAST_PAGE, 1);
        int perPage = (int) number("per_page", 1, 100, 25);
        CallStatus status = choice("status", CallStatus.values(), CallStatus::word, null);
        String contact = text("institution_contact_id");
        SortBy sortBy = choice("sort_by", SortBy.values(), SortBy::word, SortBy.CREATED_AT);
        SortOrder sortOrder = choice("sort_order", SortOrder.values(), SortOrder::word, SortOrder.DESC);
        Optional<Cursor> cursor = cursor();
        if (!errors.isEmpty() || sortBy == null || sortOrder == null) {
            throw refusal();
        }
        Start first = new Numbered(page);
        PhoneCallQuery query =
                new PhoneCallQuery(caseId.orElseThrow(), status, contact, sortBy, sortOrder, first, perPage);
        return cursor.isEmpty() ? query : after(cursor.get(), query);
    }

    private PhoneCallQuery after(Cursor cursor, PhoneCallQuery query) {
        return cursor.positionIn(query)
                .map(position -> query.startingAt(new After(position)))
                .orElseThrow(() -> {
                    errors.add(new FieldError(
                            "cursor", "belongs to another list: repeat the case, filters and sort it was given for"));
                    return refusal();
                });
    }

    private ProblemException refusal() {
        String detail = errors.size() == 1 ? "A parameter is wrong." : errors.size() + " parameters are wrong.";
        return new ProblemException(ProblemCode.BAD_REQUEST, detail, errors);
    }

    private void refuseUnknown(String name) {
        String shown = name.length() <= LONGEST_TEXT ? name : name.substring(0, LONGEST_TEXT);
        errors.add(new FieldError(shown, "is not a parameter of this list, which takes " + String.join(", ", NAMES)));
    }

    private Optional<Cursor> cursor() {
        String text = single("cursor");
        if (text == null) {
            return Optional.empty();
        }
        if (given.containsKey("page")) {
            errors.add(new FieldError("page", "cannot stand together with cursor: send one of them"));
        }
        Optional<Cursor> cursor = Cursor.parse(text);
        if (cursor.isEmpty()) {
            errors.add(new FieldError("cursor", "is not a cursor: send the next_cursor of a page as it was given"));
        }
        return cursor;
    }

    private long number(String name, long least, long most, long otherwise) {
        String text = single(name);
        if (text == null) {
            return otherwise;
        }
        long number = DIGITS.matcher(text).matches() ? Long.parseLong(text) : -1;
        if (number < least || number > most) {
            errors.add(new FieldError(name, "must be a whole number from " + least + " to " + most));
        }
        return number;
    }

    private <T> @Nullable T choice(String name, T[] choices, Function<T, String> word, @Nullable T otherwise) {
        String text = single(name);
        if (text == null) {
            return otherwise;
        }
        Optional<T> chosen = Arrays.stream(choices)
                .filter(choice -> word.apply(choice).equals(text))
                .findFirst();
        if (chosen.isEmpty()) {
            String words = Arrays.stream(choices).map(word).collect(Collectors.joining(", "));
            errors.add(new FieldError(name, "must be one of " + words));
        }
        return chosen.orElse(otherwise);
    }

    private @Nullable String text(String name) {
        String text = single(name);
        if (text != null && (text.isBlank() || text.length() > LONGEST_TEXT || text.indexOf('\0') >= 0)) {
            errors.add(new FieldError(name, "must be 1 to " + LONGEST_TEXT + " characters, not all of them blank"));
        }
        return text;
    }

    /** The only value of a parameter; {@code null} where it is not given. Repeated, it is a fault. */
    private @Nullable String single(String name) {
        List<String> values = given.getOrDefault(name, List.of());
        if (values.size() > 1) {
            errors.add(new FieldError(name, "must be given once"));
            return null;
        }
        return values.isEmpty() ? null : values.get(0);
    }
}
