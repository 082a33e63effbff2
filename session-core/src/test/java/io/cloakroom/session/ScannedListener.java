package io.cloakroom.session;

import jakarta.servlet.annotation.WebListener;
import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionListener;

/**
 * What a container finds when it looks for annotations. Knows no other class of the tests: it is loaded a second time.
 */
@WebListener
public final class ScannedListener implements HttpSessionListener {

    @Override
    public void sessionCreated(HttpSessionEvent event) {
        event.getSession().setAttribute("cart", "of a scanned listener");
    }
}
