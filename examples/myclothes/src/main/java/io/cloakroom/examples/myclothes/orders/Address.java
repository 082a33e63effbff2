package io.cloakroom.examples.myclothes.orders;

/**
 * Where an order goes.
 *
 * @param recipient the name on the parcel
 * @param street street and number
 * @param postcode the postcode
 * @param city the town
 */
public record Address(String recipient, String street, String postcode, String city) {

    @Override
    public String toString() {
        return "Address[...]";
    }
}
