package io.cloakroom.examples.fleet;

/** Where the shop keeps its sessions. */
enum SessionsIn {
    REDIS,
    DYNAMODB,
    COOKIE,
    MEMORY;

    /** Whether the cart must outlive a change of instances. Memory is the counter-example. */
    boolean survivesInstances() {
        return this != MEMORY;
    }

    @Override
    public String toString() {
        return OptionWord.spell(this);
    }
}
