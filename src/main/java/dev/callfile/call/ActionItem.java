package dev.callfile.call;

/** Something that a call left to be done. */
public record ActionItem(String description, boolean completed) {}
