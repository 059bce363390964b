/** Names, bodies and places for the generator of documents: on no list that the tagger ships or was trained on (a test compares them). */
const list = (text: string): readonly string[] => text.trim().split(/\s*\|\s*/);

export const givenNames = list(
  'Aurelio|Bettina|Caspian|Delwyn|Elfriede|Fabrizio|Gerda|Hilario|Ivo|Jolanda|Kasimir|Lieselotte|Maribel|Norbert|Odalys|Pascale|Quentin|Romina|Sigrid|Thelma|Umberto|Verena|Wendell|Xavier|Ysolde|Zacharias|Agustina|Blanca|Cyrille|Dorian|Estrella|Fermin|Gaelle|Heloise|Ines-Marie|Jarmila|Kerensa|Lubna|Mireille|Nadezhda|Oskari|Petronella|Ruxandra|Sinead|Tamsin|Ulyana|Vidya|Wiebke|Yolande|Zsofia|Ahlam|Bongiwe|Dalisay|Ekundayo|Gyorgy|Hamid|Ikram|Jiahao|Kalinda|Latoya|Marisol|Nandini|Okonedo|Preeti|Rashida|Sunil|Tariro|Vusi|Yaroslav|Zenobia',
);
export const familyNames = list(
  'Abernathy|Bramwell|Castellanos|Dunphy|Ellingsen|Fassbinder|Gallardo|Hausmann|Ibsen|Jurado|Kowalewski|Lindqvist|Mancuso|Nordhoff|Ostrowski|Pinheiro|Quaranta|Rosenthal|Sandoval|Tanner|Ungerer|Valdivia|Westergaard|Yeats|Zubiri|Amsel|Bergqvist|Carbonell|Dressler|Espindola|Figueras|Grosjean|Hollander|Iturbe|Jaworski|Kastner|Laferriere|Mossman|Nakashima|Odenkirk|Pillay|Quispe|Ruzicka|Sundaram|Tolentino|Uribe|Vasilenko|Wyndham|Yilmazer|Zapata|Achebe|Bhandari|Chisholm|Dhawan|Esterhazy|Fofana|Gachanja|Halloran|Idowu|Jagger|Kettering|Lovato|Mbatha|Nyberg|Obi|Pretorius|Rathod|Sokolova-Reid|Tshabalala|Venter|Winslow|Zeller',
);
export const bodies = list(
  'Tidewell Shipping Ltd|Marquard Optik GmbH|Brasserie du Lac SARL|Kinnear & Doyle LLP|Halvorsen Bygg AS|Pellgrove Community College|Castlemere General Hospital|Ondaverde Energia S.p.A.|Ferrolux Industrias S.A.|Van Beukel Logistiek B.V.|Drummore Building Society|Sandpiper Insurance|Obsidian Robotics Inc.|Wexley Borough Council|Tannhof Brauerei AG|Kingfisher Dental Group|Larch & Lowe Architects|Moorgate Pharmacy|Solway Credit Union|Zelnik Software s.r.o.|Ravensburg Textil KG|Aldermoor Veterinary Clinic|Porthaven Hotels plc|Cinderhill Primary School|Yarrow Biotech Corp|Novalis Verlag|Grantham Motors|Elbtal Versicherung|Duvallier et Associés|Banco del Valle',
);
export const addresses = list(
  '14 Thimble Street, Kendal LA9 4RH|3305 Copperleaf Dr, Tulsa, OK 74133|Flat 9, 72 Gannet Road, Swansea SA1 6LE|Amselstieg 21, 22926 Ahrensburg|Kapellenstraße 5a, 6020 Innsbruck|8 rue des Vignerons, 21200 Beaune|112 avenue Foch, 54000 Nancy|Calle Espronceda 18, 2º C, 46020 Valencia|Paseo del Olmo 7, 47003 Valladolid|Via dei Fornai 33, 41121 Modena|Rua do Salitre 140, 1250-204 Lisboa|Brouwersgracht 88, 1013 GZ Amsterdam|Tulpenlaan 4, 9000 Gent|Storgatan 17, 753 31 Uppsala|ul. Lipowa 26/3, 15-427 Białystok|77 Massachusetts Ave, Cambridge, MA 02139|1600 Fennel Court, Unit 12, Eugene, OR 97401|PO Box 4471, Duluth, MN 55801|25 Wharfside Mews, Bristol BS1 5UH|903 Larkmoor Blvd, Savannah, GA 31405',
);
export const streams = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
