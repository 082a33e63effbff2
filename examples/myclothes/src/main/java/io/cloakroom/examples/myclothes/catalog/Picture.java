package io.cloakroom.examples.myclothes.catalog;

import java.io.Serializable;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The picture of a product. Its address says all there is to draw, so that any instance draws it without looking
 * anything up and every cache may keep it for ever.
 *
 * @param garment the shape
 * @param colour the colour of the cloth, RGB as six digits in hex
 * @param colourName what shoppers call the colour
 */
public record Picture(Garment garment, String colour, String colourName) implements Serializable {

    private static final Pattern ADDRESS = Pattern.compile("/([a-z]{3,12})-([0-9a-f]{6})\\.svg");

    /** The path at which {@link PictureEndpoint} serves it. */
    public String path() {
        return "/pictures/" + garment.slug() + "-" + colour + ".svg";
    }

    static Optional<Picture> ofPath(String path) {
        Matcher matcher = ADDRESS.matcher(path);
        return matcher.matches()
                ? Garment.ofSlug(matcher.group(1)).map(garment -> new Picture(garment, matcher.group(2), ""))
                : Optional.empty();
    }

    String svg() {
        return """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 220">
                <rect width="200" height="220" fill="#f4f1ec"/>
                <ellipse cx="100" cy="203" rx="58" ry="6" fill="#000" opacity=".08"/>
                <g fill="#%s" stroke="#1d1d1f" stroke-opacity=".35" stroke-width="1.5" stroke-linejoin="round">
                <path d="%s"/>
                </g>
                <g fill="none" stroke="#1d1d1f" stroke-opacity=".3" stroke-width="1.5" stroke-linecap="round">
                <path d="%s"/>
                </g>
                </svg>
                """.formatted(colour, garment.outline(), garment.seams());
    }
}
