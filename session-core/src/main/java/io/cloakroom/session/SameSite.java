package io.cloakroom.session;

/** On which requests from other sites a browser sends the session cookie. */
public enum SameSite {
    /** On none: a user who follows a link from elsewhere arrives without the session. */
    STRICT("Strict"),
    /** On top-level navigation only: links work, forged form posts do not. */
    LAX("Lax"),
    /** On all, as a page embedded in other sites needs it. Only for a secure cookie. */
    NONE("None");

    private final String attributeValue;

    SameSite(String attributeValue) {
        this.attributeValue = attributeValue;
    }

    String attributeValue() {
        return attributeValue;
    }
}
