package dev.callfile.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import dev.callfile.call.CaseId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which case a call is of, by its CallSid or by the number at its other end, as somebody says it. */
final class CaseMapping {

    private static final ObjectReader CSV = new CsvMapper()
            .enable(CsvParser.Feature.WRAP_AS_ARRAY)
            .enable(CsvParser.Feature.TRIM_SPACES)
            .enable(CsvParser.Feature.SKIP_EMPTY_LINES)
            .readerFor(String[].class);

    /** A CallSid, a number, or another word that Twilio has for who calls. */
    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7E]{1,255}");

    private final Map<String, CaseId> cases = new LinkedHashMap<>();
    private final BiConsumer<String, String> fault;

    /** @param fault takes each fault: where it is, and how to mend it */
    CaseMapping(BiConsumer<String, String> fault) {
        this.fault = fault;
    }

    Map<String, CaseId> all() {
        return Collections.unmodifiableMap(cases);
    }

    void add(String where, @Nullable String key, @Nullable String caseId) {
        if (key == null || !KEY.matcher(key).matches()) {
            fault.accept(where, "must name a call_sid (CA…) or a number (+15005550006)");
            return;
        }
        Optional<CaseId> theCase = caseId == null ? Optional.empty() : CaseId.parse(caseId);
        if (theCase.isEmpty()) {
            fault.accept(
                    where, "must have a case_id that is a ULID: 26 characters of 0-9 and A-Z without I, L, O and U");
            return;
        }
        CaseId before = cases.putIfAbsent(key, theCase.get());
        if (before != null && !before.equals(theCase.get())) {
            fault.accept(where, "names another case than an earlier entry with the same key");
        }
    }

    /** Lines of key and case. A first line without a case is a heading. */
    void addCsv(String text, String name) {
        try (MappingIterator<String[]> lines = CSV.readValues(text)) {
            for (int i = 1; lines.hasNext(); i++) {
                String[] line = lines.next();
                String where = name + ".line " + i;
                if (line.length != 2) {
                    fault.accept(where, "must have two columns: call_sid or number, and case_id");
                } else if (i > 1 || CaseId.parse(line[1]).isPresent()) {
                    add(where, line[0], line[1]);
                }
            }
        } catch (JsonProcessingException e) {
            fault.accept(name, "is not CSV");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            fault.accept(name, "is not CSV");
        }
    }
}
