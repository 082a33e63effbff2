package io.cloakroom.examples.myclothes.account;

/**
 * An account.
 *
 * @param id its number
 * @param name how the shop addresses the customer
 * @param passwordHash what {@link Passwords} made of the password
 */
record Customer(long id, String name, String passwordHash) {

    @Override
    public String toString() {
        return "Customer[" + id + "]";
    }
}
