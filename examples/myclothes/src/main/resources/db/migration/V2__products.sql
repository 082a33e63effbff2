INSERT INTO product (position, code, category, name, price_cents, garment, colour, colour_name, description) VALUES
  ( 1, 'tee-harbour',       'tops',      'Harbour tee',           1990, 'tee',      '2f6f9f', 'Harbour blue', 'A plain T-shirt of heavy organic cotton that keeps its shape after many washes.'),
  ( 2, 'tee-chalk',         'tops',      'Chalk tee',             1990, 'tee',      'e8e2d6', 'Chalk',        'The white T-shirt that is thick enough to be worn alone.'),
  ( 3, 'tee-moss',          'tops',      'Moss tee',              1990, 'tee',      '6b7f4f', 'Moss green',   'Organic cotton, dyed in small batches; no two are quite the same green.'),
  ( 4, 'shirt-oxford',      'tops',      'Oxford shirt',          4990, 'shirt',    '8fb3d9', 'Sky blue',     'Button-down collar, a soft Oxford weave and mother-of-pearl buttons.'),
  ( 5, 'shirt-linen',       'tops',      'Summer linen shirt',    5490, 'shirt',    'd9b48f', 'Sand',         'European linen, washed before it is cut, so that it is soft from the first day.'),
  ( 6, 'shirt-flannel',     'tops',      'Forester flannel',      5990, 'shirt',    '9f3d2f', 'Rust red',     'Brushed on both sides, warm enough for the first frost.'),
  ( 7, 'sweater-fisher',    'knitwear',  'Fisher sweater',        8990, 'sweater',  '1f3a56', 'Navy',         'Dense ribbed lambswool, knitted the way it is worn at sea.'),
  ( 8, 'sweater-merino',    'knitwear',  'Fine merino sweater',   7490, 'sweater',  '7d4f6f', 'Plum',         'Light merino that goes under a jacket and over a shirt.'),
  ( 9, 'sweater-oat',       'knitwear',  'Oat crew neck',         6990, 'sweater',  'cbb994', 'Oat',          'Undyed wool from two flocks, one light and one dark.'),
  (10, 'hoodie-everyday',   'knitwear',  'Everyday hoodie',       5990, 'hoodie',   '5f6670', 'Slate',        'Looped cotton fleece, a hood that stays up, pockets that close.'),
  (11, 'hoodie-sunrise',    'knitwear',  'Sunrise hoodie',        5990, 'hoodie',   'd9774f', 'Apricot',      'The everyday hoodie in the colour of six in the morning.'),
  (12, 'cardigan-library',  'knitwear',  'Library cardigan',      7990, 'cardigan', '3f5f4f', 'Bottle green', 'Five horn buttons, two pockets, for rooms with high ceilings.'),
  (13, 'chino-classic',     'trousers',  'Classic chinos',        6490, 'trousers', 'b59a6b', 'Khaki',        'Cotton twill with a little stretch and a straight leg.'),
  (14, 'jeans-straight',    'trousers',  'Straight jeans',        7990, 'trousers', '34507a', 'Indigo',       'Rigid denim, thirteen ounces, that becomes yours in a month.'),
  (15, 'trousers-wool',     'trousers',  'Pleated wool trousers', 9990, 'trousers', '55565c', 'Charcoal',     'Tropical wool with a single pleat; they crease only where they should.'),
  (16, 'shorts-shore',      'trousers',  'Shore shorts',          3990, 'shorts',   '4f8f8b', 'Sea green',    'Quick to dry, cut above the knee, with a zipped pocket for the key.'),
  (17, 'shorts-linen',      'trousers',  'Linen shorts',          4490, 'shorts',   'e0cda9', 'Wheat',        'Drawstring waist, for days without appointments.'),
  (18, 'dress-meadow',      'dresses',   'Meadow dress',          7990, 'dress',    'c25b6e', 'Poppy',        'A knee-length dress of viscose crepe that moves when you do.'),
  (19, 'dress-evening',     'dresses',   'Evening dress',        12990, 'dress',    '2b2b3a', 'Midnight',     'Long enough for the opera, simple enough for the walk home.'),
  (20, 'dress-shirt',       'dresses',   'Shirt dress',           6990, 'dress',    '8aa37b', 'Sage',         'A shirt that did not stop at the hip; with a belt and pockets.'),
  (21, 'skirt-midi',        'dresses',   'Pleated midi skirt',    5990, 'skirt',    'a3692f', 'Caramel',      'Sunray pleats that survive the washing machine.'),
  (22, 'skirt-denim',       'dresses',   'Denim skirt',           4990, 'skirt',    '4a6a94', 'Washed blue',  'Organic denim with a button front and real pockets.'),
  (23, 'coat-city',         'outerwear', 'City wool coat',       18990, 'coat',     '6d5a4b', 'Camel brown',  'Double-faced wool, single-breasted, lined with cupro.'),
  (24, 'coat-rain',         'outerwear', 'Rain coat',            14990, 'coat',     'e0b12f', 'Signal yellow','Waterproof, seam-sealed and breathable; a hood with a peak.'),
  (25, 'jacket-field',      'outerwear', 'Field jacket',         11990, 'jacket',   '5b6141', 'Olive',        'Waxed cotton with four pockets, to be rewaxed rather than replaced.'),
  (26, 'jacket-denim',      'outerwear', 'Trucker jacket',        8990, 'jacket',   '3c5a86', 'Denim blue',   'The short jacket of fourteen-ounce denim that goes with everything but jeans.'),
  (27, 'jacket-down',       'outerwear', 'Light down jacket',    13990, 'jacket',   'b03a2e', 'Signal red',   'Recycled down in narrow chambers; packs into its own pocket.');

-- few of the extreme sizes, and now and then one that is sold out, as in any shop
INSERT INTO variant (sku, product_code, size, position, stock)
SELECT CONCAT(p.code, '-', LOWER(s.size)), p.code, s.size, s.position, (p.position * 7 + s.position * 5) % s.most
FROM product p
CROSS JOIN (
  SELECT 1 AS position, 'XS' AS size, 13 AS most
  UNION ALL SELECT 2, 'S', 31
  UNION ALL SELECT 3, 'M', 41
  UNION ALL SELECT 4, 'L', 37
  UNION ALL SELECT 5, 'XL', 11
) s;
