/** Words for streets and buildings, and the endings that make a street of a name. */
import { wordList } from './word-list.ts';

export const streetWords = wordList(`
street st road rd avenue ave av lane ln drive dr court ct place pl boulevard blvd way square sq terrace ter close crescent cres gardens grove hill mews parkway pkwy circle cir highway hwy trail row walk loop alley quay wharf rise view green parade route turnpike
straße strasse str weg platz allee gasse ring damm ufer chaussee steig stieg pfad rue boulevard impasse chemin allée quai cours passage faubourg calle avenida avda av carrer plaza paseo camino ronda travesía carretera glorieta via viale corso piazza piazzale largo vicolo strada contrada
rua travessa praça alameda estrada largo rodovia straat laan plein gracht kade singel dijk ulica ul aleja al plac os gatan vägen gata väg gate vei veien vej gade katu tie ulice náměstí utca út strada bulevardul sokak caddesi cad mahallesi jalan
apt apartment suite ste unit flat floor fl bldg building house room po box p.o postfach piso puerta planta étage bâtiment bât appartement stock stiege top interno scala andar bloco apto lokal m. lgh postbus
`);

export const streetEndings = /(?:straße|strasse|str|weg|platz|allee|gasse|damm|ufer|ring|steig|straat|laan|plein|gracht|kade|singel|dijk|gatan|vägen|gränd|torget|vej|gade|veien|gata|katu|tie)\.?$/;
