package io.cloakroom.examples.myclothes.checkout;

import io.cloakroom.examples.myclothes.orders.Address;
import io.cloakroom.examples.myclothes.web.Form;
import jakarta.servlet.http.HttpServletRequest;

/** The fields that say where an order goes. */
final class AddressForm {

    private AddressForm() {}

    /** Reads the fields and notes what is wrong with them. */
    static Form read(HttpServletRequest request) {
        Form form = Form.of(request, "recipient", "street", "postcode", "city");
        form.checkFilled("recipient", 80, "Tell us the name on the door, in at most 80 characters.");
        form.checkFilled("street", 120, "Tell us the street and the number, in at most 120 characters.");
        form.checkFilled("postcode", 12, "Tell us the postcode, in at most 12 characters.");
        form.checkFilled("city", 80, "Tell us the town, in at most 80 characters.");
        return form;
    }

    static Address address(Form form) {
        return new Address(form.value("recipient"), form.value("street"), form.value("postcode"), form.value("city"));
    }
}
