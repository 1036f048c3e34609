package dev.callfile.local;

import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/**
 * Whom TwiML dials once the callee has answered, and who is told.
 *
 * @param to {@code client:…}, {@code sip:…} or a number
 * @param statusCallback {@code null} where nobody is told
 */
record DialedByTwiml(String to, @Nullable String statusCallback, List<String> events) {

    static Optional<DialedByTwiml> in(String twiml) {
        Element dial = first(parse(twiml).getElementsByTagName("Dial"));
        Element callee = dial == null ? null : first(dial.getElementsByTagName("*"));
        if (callee == null) {
            return Optional.empty();
        }
        String callback = callee.getAttribute("statusCallback");
        String events = callee.getAttribute("statusCallbackEvent");
        String name = callee.getTextContent().strip();
        return Optional.of(new DialedByTwiml(
                callee.getTagName().equals("Client") ? "client:" + name : name,
                callback.isEmpty() ? null : callback,
                List.of((events.isEmpty() ? "completed" : events).split(" +"))));
    }

    private static @Nullable Element first(NodeList elements) {
        return (Element) elements.item(0);
    }

    private static Element parse(String twiml) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            return factory.newDocumentBuilder()
                    .parse(new InputSource(new StringReader(twiml)))
                    .getDocumentElement();
        } catch (SAXException | IOException | ParserConfigurationException e) {
            throw new IllegalArgumentException("no TwiML", e);
        }
    }
}
