package dev.callfile.problem;

/**
 * One fault in the input.
 *
 * @param field name of the parameter, header or JSON member
 * @param detail what is wrong with it, and what would be right
 */
public record FieldError(String field, String detail) {}
