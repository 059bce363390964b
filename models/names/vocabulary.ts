/** Everything that templates are filled with and that is not a person's name. */
export const lines = (text: string): readonly string[] =>
  text
    .split('|')
    .map((word) => word.trim())
    .filter((word) => word !== '');

export const months: Readonly<Record<string, readonly string[]>> = {
  en: lines('January|February|March|April|May|June|July|August|September|October|November|December'),
  de: lines('Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember'),
  fr: lines('janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre'),
  es: lines('enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre'),
};
export const weekdays: Readonly<Record<string, readonly string[]>> = {
  en: lines('Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday'),
  de: lines('Montag|Dienstag|Mittwoch|Donnerstag|Freitag|Samstag|Sonntag'),
  fr: lines('lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche'),
  es: lines('lunes|martes|miércoles|jueves|viernes|sábado|domingo'),
};

/** Known firms and bodies, as people write of them. */
export const knownOrganisations = lines(
  'Microsoft|Google|Amazon|Apple|Siemens|Bosch|Deutsche Bank|Barclays|HSBC|Vodafone|Airbus|Renault|Nestlé|Novartis|Philips|ING|Santander|BBVA|Telefónica|Fiat|Eni|UniCredit|Volvo|Ericsson|Nokia|Maersk|Toyota|Sony|Samsung|Hyundai|Tata Consultancy Services|Infosys|Reliance|IBM|Oracle|Intel|Netflix|Walmart|Starbucks|Pfizer|Bayer|BASF|SAP|Allianz|Lufthansa|Air France|Carrefour|L\'Oréal|Shell|BP|Unilever|Tesco|Lloyds|NatWest|the Red Cross|UNICEF|the World Bank|NASA|the FBI|the European Commission|Greenpeace|Oxfam|Stanford University|MIT|Harvard|the University of Leeds|Mayo Clinic|Charité|Deloitte|KPMG|McKinsey|Accenture|FedEx|DHL|UPS|Uber|Airbnb|Spotify|Stripe|Salesforce',
);

export const brandRoots = lines(
  'Acme|Globex|Initech|Contoso|Northwind|Fabrikam|Umbrella|Stark|Wayne|Vertex|Summit|Blue Harbor|Northstar|Evergreen|Quantum|Silverline|Redwood|Oakridge|Brightwater|Clearview|Pinnacle|Horizon|Atlas|Orion|Apex|Meridian|Cobalt|Granite Peak|Lakeshore|Maple Leaf|Iron Gate|Golden Gate|Crystal Springs|Sunrise|Riverbend|Cascade|Beacon|Keystone|Lighthouse|Phoenix|Falcon|Nova|Stellar|Zenith|Polaris|Aurora|Titan|Trident|Paragon|Cornerstone|Greenfield|Whitestone|First National|United|Continental|Pacific|Atlantic|Nordic|Alpine|Baltic|Iberia|Helvetia|Saxonia|Rhenania|Azur|Lumière|Étoile|Sol y Mar|Puerta del Sol|Buonavita|Aquila|Stella|Zeeland|Noordzee|Gdynia',
);

export const organisationKinds: Readonly<Record<string, readonly string[]>> = {
  en: lines('Inc.|Inc|Corp|Corporation|Ltd|Ltd.|LLC|LLP|PLC|Limited|Group|Holdings|Bank|Insurance|Logistics|Technologies|Systems|Software|Solutions|Consulting|Partners|Industries|Pharma|Pharmaceuticals|Hospital|University|College|Clinic|Foundation|Media|Capital|Airlines|Energy|Foods|Motors|Labs|Analytics|Dental|Medical Center|Medical Group|Law Firm|Realty|Properties|Construction|Credit Union|Health Trust|NHS Trust|Council|Primary School|High School|Academy|Museum'),
  de: lines('GmbH|AG|GmbH & Co. KG|KG|e.V.|SE|UG|Versicherung|Bank|Klinikum|Verlag|Maschinenbau GmbH|Logistik GmbH|Stiftung|Apotheke|Steuerberatung|Stadtwerke|Software AG'),
  fr: lines('SA|SARL|SAS|Assurances|Conseil|Éditions|Logistique|et Fils|Industries|Groupe'),
  es: lines('S.A.|S.L.|SL|SA|Seguros|Consultores|e Hijos|Industrias|Grupo'),
  it: lines('S.p.A.|S.r.l.|SpA|Srl|Assicurazioni|& Figli'),
  pt: lines('Lda|Ltda|S.A.|Seguros'),
  nl: lines('B.V.|BV|N.V.|NV|Verzekeringen|Groep'),
  sv: lines('AB|A/S|ApS|AS|Oy|Sp. z o.o.|a.s.'),
};

export const organisationBefore: Readonly<Record<string, readonly string[]>> = {
  en: lines('University of|Bank of|Port of|Ministry of|Department of|City of'),
  de: lines('Universität|Stadt|Sparkasse|Klinikum|Universitätsklinikum|Autohaus|Bäckerei|Kanzlei|Stadtwerke|Volksbank'),
  fr: lines('Université de|Mairie de|Banque|Hôpital|Groupe|Cabinet|Crédit|Société|Boulangerie'),
  es: lines('Universidad de|Ayuntamiento de|Banco|Hospital|Grupo|Clínica|Fundación'),
  it: lines('Università di|Comune di|Banca|Ospedale|Gruppo'),
  pt: lines('Universidade de|Câmara Municipal de|Banco|Hospital|Grupo'),
  nl: lines('Universiteit|Gemeente|Stichting|Ziekenhuis'),
  sv: lines('Stiftelsen|Föreningen'),
};

export const products = lines(
  'router|headset|blender|dishwasher|laptop|phone|Galaxy Tab|iPhone|ThinkPad|MacBook Pro|PlayStation|Kindle|Roomba|Dyson vacuum|Tesla Model 3|Honda Civic|Nespresso machine|Windows|Photoshop|Excel sheet|Outlook calendar|Nova Pro headset|Aero X1 drone|Zephyr Plus|Lumen Desk Lamp|SmartHub Mini|TurboVac 3000|Solaris Watch|Echo Dot|Pixel Buds|Surface Go|FitBand Ultra|Trail Runner shoes|Deluxe Mixer|ProBook|EasyClean filter|Comfort Plus mattress|Gamma router|Delta drill|Kite framework|Marlin printer|Jasper scanner|Phoenix server|Jenkins server|Alexa speaker|Victoria sponge kit|Charlotte sofa|Sienna van|Astra|Clio|Mercedes|Raspberry Pi|Arduino board',
);

export const capitals = lines(
  'Bayesian|Gaussian|Turing|Fourier|Newton|Markov|Pythagoras|Doppler|Hubble|Kepler|Monte Carlo|Alzheimer|Parkinson|Crohn|Kanban|Scrum|Agile|Oauth|Bluetooth|Ethernet|Titicaca|Everest|Victoria|Thames|Amazon|Danube|Renaissance|Gothic|Victorian|Olympic|Sahara|Kyoto|Geneva|Schengen|Basel|Dolby|Pareto|Levenshtein|Dijkstra|Fibonacci|Cyrillic|Mediterranean|Paleo|Atkins|Heimlich|Apgar|Glasgow',
);

export const lowerWords = lines('table|window|model|invoice|energy|house|water|system|music|garden|engine|letter|market|paper|story|question|answer|blue|small|heavy|early|simple|network|payment|summary|password|meeting|holiday|battery|kitchen|lesson|river|budget|will|may|mark|rose|long|young|brown|king|rich|grace|hope|bill|art|frank|page|stone|wood|field|hill|lane|street|bank');

export const codeWords = lines('user|name|count|item|price|total|order|list|value|index|handler|request|response|client|config|token|cache|parser|stream|buffer|event|node|tree|path|query|result');

export const streetNames: Readonly<Record<string, readonly string[]>> = {
  en: lines('Main|Oak|Maple|Elm|Cedar|Park|Washington|Lincoln|Church|High|Station|Mill|King|Queen|Victoria|Albert|River|Lake|Hill|Forest|Sunset|Highland|Jefferson|Franklin|Chestnut|Walnut|Pine|Spring|Ridge|Meadow|Bridge|Castle|Market|Broad|North Main|South Shore|West End|Old Mill|Baker|Abbey|Harbour View|Martin Luther King|St. James\'s|Fifth|3rd|42nd|Orchard|Windsor|Grange|Manor|Cherry Tree|Willow Creek'),
  de: lines('Haupt|Bahnhof|Garten|Schul|Kirch|Linden|Berg|Goethe|Schiller|Mozart|Bismarck|Wilhelm|Friedrich|Rosen|Wald|Mühlen|Ring|Birken|Eichen|Post|Markt|Kaiser|Luther|Beethoven|Feld|Wiesen|Tannen|Dorf|Industrie|Hafen'),
  fr: lines('Victor Hugo|de la République|de la Paix|des Lilas|de l\'Église|du Moulin|Jean Jaurès|Pasteur|des Écoles|Gambetta|de Verdun|du Général de Gaulle|Saint-Michel|des Rosiers|de Rivoli|Voltaire|des Acacias|de la Gare|du Château|Émile Zola'),
  es: lines('Mayor|de Alcalá|Real|del Sol|San Juan|de la Paz|Gran Vía|Cervantes|de Goya|Colón|Santa María|del Carmen|Libertad|Velázquez|de Toledo|San Martín|Bolívar|Reforma|Insurgentes Sur|Constitución'),
  it: lines('Roma|Garibaldi|Mazzini|Dante Alighieri|Verdi|Nazionale|Vittorio Emanuele|Cavour|Marconi|San Francesco|della Repubblica|XX Settembre|Manzoni|dei Mille|Leopardi'),
  pt: lines('das Flores|Augusta|da Liberdade|do Ouro|Santa Catarina|Paulista|das Laranjeiras|do Comércio|Sete de Setembro|XV de Novembro|Dom Pedro II|da Boavista|São João|Garrett'),
  nl: lines('Dorps|Kerk|Molen|School|Stations|Kastanje|Prins Hendrik|Wilhelmina|Juliana|Beatrix|Eiken|Nieuwe|Oude|Haven|Brug|Linden|Beuken'),
  sv: lines('Stor|Kungs|Drottning|Skol|Kyrko|Järnvägs|Strand|Björk|Park|Ring|Linné|Sve|Hammar'),
};

/** Places that are on no shipped list. */
export const towns = lines(
  'Tromsø|Visby|Kiruna|Skövde|Esbjerg|Kolding|Vaasa|Kuopio|Daugavpils|Kaunas|Narva|Radom|Kielce|Opole|Zlín|Pardubice|Trenčín|Pécs|Győr|Braşov|Sibiu|Plovdiv|Varna|Niš|Split|Maribor|Larissa|Chania|Kavala|Bursa|Konya|Adana|Haifa|Jaffa|Aswan|Fez|Oran|Kumasi|Jos|Mombasa|Kisumu|Mwanza|Bulawayo|Polokwane|Windhoek|Surat|Kanpur|Mysore|Madurai|Kandy|Galle|Cebu|Davao|Penang|Ipoh|Medan|Surabaya|Hue|Da Nang|Xiamen|Harbin|Sendai|Kobe|Daegu|Geelong|Hobart|Dunedin|Hamilton|Saskatoon|Moncton|Spokane|Boise|Tulsa|Wichita|Topeka|Fargo|Eugene|Akron|Toledo|Chattanooga|Macon|Savannah|Biloxi|Reno|Provo|Laredo|Hereford|Kendal|Whitby|Truro|Penzance|Stirling|Inverness|Sligo|Tralee|Jena|Gera|Cottbus|Fulda|Trier|Aachen|Passau|Chemnitz|Bayreuth|Nancy|Pau|Albi|Quimper|Colmar|Annecy|Lugo|Huesca|Cádiz|Ávila|Lucca|Ferrara|Bergamo|Udine|Lecce|Évora|Viseu|Guarda|Zwolle|Deventer|Hasselt|Mons|Thun|Chur|Bregenz|Villach|Campinas|Belém|Manaus|Cusco|Arequipa|Cali|Oaxaca|Mérida|Rosario',
);

export const acronyms = lines('NHS|VAT|SSN|PIN|IBAN|BIC|URL|API|SQL|JSON|XML|HTML|CSS|PDF|CSV|CPU|GPU|RAM|USB|SSL|TLS|DNS|VPN|SSH|FTP|JWT|PAT|MFA|SSO|OTP|SKU|ISBN|ETA|FAQ|HR|IT|PR|QA|CEO|CFO|MRN|DOB|DNI|NIE|NIF|TFN|ABN|BSN|CPR|UTR|EIN|MRI|ECG|ICU|GDPR|HIPAA|AWS|CRM|ERP|SLA|KPI|PO|RMA|UTC|GMT|EST|EUR|USD|GBP|AFM|PPS|SIN|AHV|RUT|CUIT');
