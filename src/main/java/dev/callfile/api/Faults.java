package dev.callfile.api;

import dev.callfile.problem.FieldError;
import dev.callfile.problem.ProblemCode;
import dev.callfile.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;

/** What is wrong with a query: all of it is told at once. */
final class Faults {

    private static final int MOST = 100;

    private final List<FieldError> errors = new ArrayList<>();

    /** Notes a fault. Who has more of them than anybody mends at once is told the first. */
    void add(String name, String detail) {
        if (errors.size() < MOST) {
            errors.add(new FieldError(name, detail));
        }
    }

    boolean any() {
        return !errors.isEmpty();
    }

    /** 400 with every fault. */
    ProblemException refusal() {
        String detail = errors.size() == 1 ? "A parameter is wrong." : errors.size() + " parameters are wrong.";
        return new ProblemException(ProblemCode.BAD_REQUEST, detail, errors);
    }
}
