package io.cloakroom.session;

import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * What a {@code web.xml} says of listeners.
 *
 * @param listenerClasses the classes of its listeners, of whatever kind, in their order
 * @param isComplete whether it says that annotations do not count
 */
record DeploymentDescriptor(List<String> listenerClasses, boolean isComplete) {

    private static final String PATH = "/WEB-INF/web.xml";

    static DeploymentDescriptor of(ServletContext context) throws ServletException {
        try (InputStream in = context.getResourceAsStream(PATH)) {
            return in == null ? new DeploymentDescriptor(List.of(), false) : read(in);
        } catch (IOException | XMLStreamException e) {
            throw new ServletException("The session listeners of " + PATH + " cannot be read", e);
        }
    }

    private static DeploymentDescriptor read(InputStream in) throws XMLStreamException {
        XMLInputFactory factory = XMLInputFactory.newFactory();
        // old descriptors name a DTD: it is neither needed nor to be fetched
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        XMLStreamReader reader = factory.createXMLStreamReader(in);
        try {
            return read(reader);
        } finally {
            reader.close();
        }
    }

    private static DeploymentDescriptor read(XMLStreamReader reader) throws XMLStreamException {
        List<String> classes = new ArrayList<>();
        boolean complete = false;
        while (reader.hasNext()) {
            if (reader.next() == XMLStreamConstants.START_ELEMENT) {
                String element = reader.getLocalName();
                if (element.equals("web-app")) {
                    complete = Boolean.parseBoolean(reader.getAttributeValue(null, "metadata-complete"));
                } else if (element.equals("listener-class")) {
                    classes.add(reader.getElementText().strip());
                }
            }
        }
        return new DeploymentDescriptor(List.copyOf(classes), complete);
    }
}
