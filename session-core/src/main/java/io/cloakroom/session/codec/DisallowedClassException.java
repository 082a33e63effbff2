package io.cloakroom.session.codec;

/** A value is, or holds, an object of a class that is not on the codec's allow-list. */
public final class DisallowedClassException extends AttributeCodecException {

    private static final long serialVersionUID = 1L;

    /** The name that the accessor returns. */
    private final String className;

    DisallowedClassException(String className) {
        super(
                "Class " + className + " is not allowed in a session. Name its package in"
                        + " SessionFilter.builder(store).allowPackages(...), or keep another value",
                null);
        this.className = className;
    }

    /**
     * Returns the name of the class.
     *
     * @return the binary name, as {@link Class#getName()} gives it
     */
    public String className() {
        return className;
    }
}
