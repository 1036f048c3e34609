package dev.callfile.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;

/**
 * How deep and long JSON may be that somebody else wrote. Whoever walks a tree of it does so by recursion, and digits cost
 * more than their number.
 */
public final class ForeignJson {

    private static final int DEEPEST = 100;
    private static final int LONGEST_NUMBER = 100;
    private static final int LONGEST_NAME = 1000;

    private ForeignJson() {}

    /**
     * A factory whose parsers fail beyond the limits.
     *
     * @param longestText in characters
     */
    public static JsonFactory upTo(int longestText) {
        return JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(DEEPEST)
                        .maxNumberLength(LONGEST_NUMBER)
                        .maxNameLength(LONGEST_NAME)
                        .maxStringLength(longestText)
                        .build())
                .build();
    }
}
