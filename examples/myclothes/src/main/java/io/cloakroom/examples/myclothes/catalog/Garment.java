package io.cloakroom.examples.myclothes.catalog;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A shape that a {@link Picture} can have, drawn into a square of 200 by 220. */
public enum Garment {
    TEE(
            "M72 40 Q100 60 128 40 L158 54 L176 92 L150 102 L144 88 L144 190 L56 190 L56 88 L50 102 L24 92 L42 54 Z",
            "M76 44 Q100 66 124 44 M56 182 L144 182 M54 60 Q60 76 56 92 M146 60 Q140 76 144 92"),
    SHIRT(
            "M78 36 L100 48 L122 36 L154 52 L170 150 L148 154 L142 92 L142 192 L58 192 L58 92 L52 154 L30 150 L46 52 Z",
            "M78 36 L92 60 L100 48 L108 60 L122 36 M100 50 L100 192 M106 80 h.1 M106 104 h.1 M106 128 h.1 M106 152 h.1"
                    + " M114 90 h18 v20 h-18 z"),
    SWEATER(
            "M74 42 Q100 56 126 42 L156 58 L176 160 L150 168 L144 104 L146 190 L54 190 L56 104 L50 168 L24 160 L44 58 Z",
            "M74 42 Q100 68 126 42 M55 176 L145 176 M28 148 L54 155 M172 148 L146 155"
                    + " M70 179 v9 M85 179 v9 M100 179 v9 M115 179 v9 M130 179 v9"),
    HOODIE(
            "M70 46 Q76 18 100 18 Q124 18 130 46 L158 60 L176 160 L150 168 L144 106 L146 190 L54 190 L56 106 L50 168"
                    + " L24 160 L42 60 Z",
            "M70 46 Q100 84 130 46 M82 42 Q100 28 118 42 M92 66 v26 M108 66 v26 M72 140 L82 122 L118 122 L128 140"
                    + " L128 160 L72 160 Z M55 178 L145 178"),
    CARDIGAN(
            "M74 40 L100 92 L126 40 L156 56 L176 160 L150 168 L144 104 L146 192 L54 192 L56 104 L50 168 L24 160 L44 56 Z",
            "M100 92 L100 192 M106 106 h.1 M106 126 h.1 M106 146 h.1 M106 166 h.1 M64 150 h24 M112 150 h24 M55 180 L145 180"),
    TROUSERS(
            "M66 26 L134 26 L146 196 L110 196 L100 82 L90 196 L54 196 Z",
            "M65 38 L135 38 M100 38 L100 82 M70 40 Q74 58 64 62 M130 40 Q126 58 136 62 M56 188 L90 188 M110 188 L145 188"),
    SHORTS(
            "M60 60 L140 60 L158 156 L108 160 L100 116 L92 160 L42 156 Z",
            "M58 74 L142 74 M100 74 L100 116 M66 76 Q68 96 56 100 M134 76 Q132 96 144 100 M96 76 v16 M104 76 v16"),
    DRESS(
            "M80 26 Q100 48 120 26 L132 32 L128 70 L124 96 L152 192 Q100 204 48 192 L76 96 L72 70 L68 32 Z",
            "M76 96 Q100 104 124 96 M88 104 L72 192 M100 106 L100 196 M112 104 L128 192"),
    SKIRT(
            "M70 50 L130 50 L156 184 Q100 198 44 184 Z",
            "M69 64 L131 64 M82 66 L66 186 M94 66 L88 190 M106 66 L112 190 M118 66 L134 186"),
    COAT(
            "M76 24 L100 40 L124 24 L154 40 L174 146 L150 152 L144 96 L152 204 L48 204 L56 96 L50 152 L26 146 L46 40 Z",
            "M76 24 L90 78 L100 88 L110 78 L124 24 M100 88 L100 204 M107 104 h.1 M107 126 h.1 M107 148 h.1"
                    + " M64 138 h22 M114 138 h22 M51 124 L149 124"),
    JACKET(
            "M76 34 L100 46 L124 34 L154 50 L174 146 L150 152 L144 98 L146 178 L54 178 L56 98 L50 152 L26 146 L46 50 Z",
            "M76 34 Q100 60 124 34 M100 48 L100 178 M66 92 h24 v20 h-24 z M110 92 h24 v20 h-24 z M55 164 L145 164"
                    + " M64 138 l20 8 M136 138 l-20 8");

    private final String outline;
    private final String seams;

    Garment(String outline, String seams) {
        this.outline = outline;
        this.seams = seams;
    }

    String outline() {
        return outline;
    }

    String seams() {
        return seams;
    }

    String slug() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Garment> ofSlug(String slug) {
        return Arrays.stream(values())
                .filter(garment -> garment.slug().equals(slug))
                .findFirst();
    }
}
