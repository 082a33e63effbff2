package io.cloakroom.examples.myclothes.web;

/**
 * What every page has around its own content.
 *
 * @param instance the instance that renders the page
 * @param sessions where this fleet keeps its sessions
 * @param visitor who looks at it
 * @param formToken goes into the hidden field of every form
 */
public record Frame(String instance, String sessions, Visitor visitor, String formToken) {}
