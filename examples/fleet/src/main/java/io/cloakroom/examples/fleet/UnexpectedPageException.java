package io.cloakroom.examples.fleet;

/** A page of the shop is not what the shopper expected there: the step failed. */
final class UnexpectedPageException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnexpectedPageException(Page page, String expected) {
        super("expected " + expected + " on " + page.address().getPath() + ", but got status " + page.status()
                + " from " + page.servedBy() + ": " + headline(page));
    }

    private static String headline(Page page) {
        String title = page.document().title();
        return title.isEmpty() ? "a page without a title" : "\"" + title + "\"";
    }
}
