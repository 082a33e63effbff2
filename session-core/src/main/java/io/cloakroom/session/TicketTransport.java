package io.cloakroom.session;

import jakarta.servlet.http.HttpServletRequest;

/** How a ticket travels between a client and the filter. */
sealed interface TicketTransport {

    PresentedTickets presentedIn(HttpServletRequest request);

    /** Returns the name of the response header that tells the client of its ticket. */
    String headerName();

    /** Returns the name of the request header that responses depend on. */
    String variesBy();

    /** Tells whether a value of the response header is about the ticket. */
    boolean isOurs(String headerValue);

    /** Returns the value of the response header that gives the client a ticket. */
    String announcing(String ticket);

    /** Returns the value of the response header that has the client forget its ticket. */
    String ending();

    /** In a cookie: the client is a browser. */
    record InCookie(SessionCookie cookie) implements TicketTransport {

        @Override
        public PresentedTickets presentedIn(HttpServletRequest request) {
            return PresentedTickets.inCookies(request, cookie.name());
        }

        @Override
        public String headerName() {
            return "Set-Cookie";
        }

        @Override
        public String variesBy() {
            return "Cookie";
        }

        @Override
        public boolean isOurs(String headerValue) {
            return headerValue.startsWith(cookie.name() + "=");
        }

        @Override
        public String announcing(String ticket) {
            return cookie.headerValue(ticket);
        }

        @Override
        public String ending() {
            return cookie.expiredHeaderValue();
        }
    }

    /** In a header of its own: the client is a program. */
    record InHeader(String headerName) implements TicketTransport {

        @Override
        public PresentedTickets presentedIn(HttpServletRequest request) {
            return PresentedTickets.inHeader(request, headerName);
        }

        @Override
        public String variesBy() {
            return headerName;
        }

        @Override
        public boolean isOurs(String headerValue) {
            return true;
        }

        @Override
        public String announcing(String ticket) {
            return ticket;
        }

        @Override
        public String ending() {
            return "";
        }
    }
}
